/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a schema of changes receives when a gap of three days is repaired: first the deletion of
 * each item whose insertion was the last that the job had read, without images; then one change for
 * each item and window; then the records behind the gap.
 */
@OnEachFlink
class RepairedChangesITCase {

    private static final String NAME = "repaired-changes";
    private static final int KEYS = 40;
    private static final int LAST = 10;

    @TempDir private Path folder;

    private SimulatedJobs jobs;
    private SimulatedTable table;
    private final Map<String, String> items = new HashMap<>();
    private int version;

    @BeforeEach
    void start() throws Exception {
        jobs = SimulatedJobs.start(Simulator.builder().start(), 2);
        Path bucket = Files.createDirectory(folder.resolve("exports"));
        jobs.simulator().exports().bucket("exports", bucket).duration(Duration.ZERO);
        table =
                jobs.simulator()
                        .createTable(TableSettings.table(NAME).shards(2).pointInTimeRecovery());
    }

    @AfterEach
    void stop() throws Exception {
        jobs.cancelAll();
        jobs.close();
    }

    /** A change as "key event old-version new-version", with "-" for an image that isn't there. */
    private static final class Versions implements DynamoDbStreamsDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            out.collect(
                    String.join(
                            " ",
                            record.keys().get("pk").s(),
                            record.eventName(),
                            version(record.oldImage()),
                            version(record.newImage()),
                            record.sequenceNumber() == null ? "exported" : "record"));
        }

        private static String version(Image image) {
            AttributeValue value = image == null ? null : image.get("v");
            return value == null ? "-" : value.n();
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    private JobClient run(String savepoint) throws Exception {
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setOptions(jobs.optionsByName(table).toMap())
                        .setDataLossPolicy(DataLossPolicy.REPAIR)
                        .set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports")
                        .set(
                                DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET_PATH,
                                folder.resolve("exports").toUri().toString())
                        .setDeserializer(new Versions())
                        .build();
        return LocalJobs.submit(LocalJobs.environment(savepoint), NAME, source, 2);
    }

    private void put(String key) {
        version++;
        table.put(Item.builder().s("pk", key).n("v", version).build());
        items.put(key, String.valueOf(version));
    }

    private void delete(String key) {
        if (items.remove(key) != null) {
            table.delete(Item.builder().s("pk", key).build());
        }
    }

    private String runAndStop() throws Exception {
        for (int i = 0; i < KEYS; i++) {
            put("key-" + i);
        }
        JobClient job = run(null);
        SimulatedJobs.awaitEntries(NAME, KEYS);
        jobs.simulator().clock().advance(Duration.ofMinutes(10));
        for (int i = 0; i < LAST; i++) {
            put("last-" + i);
        }
        SimulatedJobs.awaitEntries(NAME, KEYS + LAST);
        return LocalJobs.savepointOf(job, folder);
    }

    /** Changes, deletes and inserts every hour; and half of the last items are deleted at once. */
    private void passThreeDays() {
        for (int i = 0; i < LAST / 2; i++) {
            delete("last-" + i);
        }
        for (int hour = 0; hour < 72; hour++) {
            put("key-" + hour % KEYS);
            put("key-" + hour * 7 % KEYS);
            delete("key-" + hour * 11 % KEYS);
            put("brief-" + hour);
            delete("brief-" + hour);
            jobs.simulator().clock().advance(Duration.ofHours(1));
            table.keepHouse();
        }
    }

    @Test
    void deletionsOfTheLastItemsComeFirstThenAChangeForEachItemAndWindowThenRecords()
            throws Exception {
        String savepoint = runAndStop();
        int before = Journal.read(NAME).size();
        passThreeDays();

        run(savepoint);
        put("behind");
        SimulatedJobs.await(
                "the record behind the gap",
                () -> Journal.read(NAME).stream().anyMatch(line -> line.startsWith("behind ")));

        List<String> lines = Journal.read(NAME);
        List<String> gap = lines.subList(before, lines.size() - 1);
        assertThat(gap.subList(0, LAST)).containsExactlyInAnyOrderElementsOf(deletions());
        assertThat(gap.subList(LAST, gap.size())).containsExactlyInAnyOrderElementsOf(windows());
        assertThat(lines.get(lines.size() - 1)).isEqualTo("behind INSERT - " + version + " record");
        assertThat(last(lines)).isEqualTo(items);
        assertThat(lines).noneMatch(line -> line.startsWith("brief-"));
    }

    /** The state knows the keys that were inserted last, not which of them are there. */
    private static List<String> deletions() {
        List<String> deletions = new ArrayList<>();
        for (int i = 0; i < LAST; i++) {
            deletions.add("last-" + i + " REMOVE - - exported");
        }
        return deletions;
    }

    private List<String> windows() {
        return ExportedWindows.changes(jobs.simulator(), table).stream()
                .map(RepairedChangesITCase::line)
                .collect(Collectors.toList());
    }

    private static String line(ItemChange change) {
        return String.join(
                " ",
                ExportedWindows.text(change.keys(), "pk"),
                ExportedWindows.eventName(change),
                version(change.before()),
                version(change.after()),
                "exported");
    }

    private static String version(Item item) {
        return item == null ? "-" : ExportedWindows.text(item, "v");
    }

    /** The version of each item that is there after some changes. */
    private static Map<String, String> last(List<String> lines) {
        Map<String, String> last = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields[1].equals("REMOVE")) {
                last.remove(fields[0]);
            } else {
                last.put(fields[0], fields[3]);
            }
        }
        return last;
    }
}
