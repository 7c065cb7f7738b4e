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
package io.github.flinkdynamodb.streams.source.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ChangeLineReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ExportedChangeRecords;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.streams.source.split.ExportWindow;
import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happened to a table, wherever windows are cut and however lines are spread over files:
 * the changes of the chain end as the table, and each continues what was there.
 */
@OnEachFlink
class ChainedChangesTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
    private static final int HISTORIES = 60;

    @TempDir private Path bucket;

    /** A random history of a small table, exported in random windows. */
    private static final class History {
        private final Random random;
        private final Path bucket;
        private final Map<String, String> table = new TreeMap<>();
        private final List<String> folders = new ArrayList<>();
        private Instant now = START;
        private int insertedAndDeleted;

        History(long seed, Path bucket) {
            this.random = new Random(seed);
            this.bucket = bucket;
        }

        History write(ExportView view) {
            int windows = 1 + random.nextInt(5);
            for (int i = 0; i < windows; i++) {
                window(i, view);
            }
            Collections.shuffle(folders, random);
            return this;
        }

        private void window(int number, ExportView view) {
            Instant from = now;
            Map<String, String> before = new HashMap<>(table);
            Map<String, Instant> written = new TreeMap<>();
            for (int writes = random.nextInt(40); writes > 0; writes--) {
                now = now.plusMillis(random.nextInt(60_000));
                String key = "k" + random.nextInt(12);
                written.put(key, now);
                if (random.nextInt(3) == 0) {
                    table.remove(key);
                } else {
                    table.put(key, "v" + random.nextInt(4));
                }
            }
            now = now.plus(Duration.ofMinutes(15));
            List<ItemChange> changes = new ArrayList<>();
            written.forEach((key, time) -> add(changes, key, before.get(key), time));
            folders.add(
                    ExportWriter.into(bucket)
                            .tableArn(ARN)
                            .seed(random.nextLong())
                            .files(1 + random.nextInt(5))
                            .emptyFiles(random.nextInt(2))
                            .incremental(from, now, view, changes)
                            .folder()
                            .toUri()
                            .toString());
        }

        private void add(List<ItemChange> changes, String key, String before, Instant time) {
            String after = table.get(key);
            if (before == null && after == null) {
                insertedAndDeleted++;
            } else {
                Item keys = Item.builder().s("id", key).build();
                changes.add(ItemChange.of(keys, item(key, before), item(key, after), time));
            }
        }

        private static Item item(String key, String value) {
            return value == null ? null : Item.builder().s("id", key).s("v", value).build();
        }
    }

    /** Reads the files of a window in any order. */
    private static List<ChangeRecord> read(
            ExportManifest window, ChainFolders folders, Random random) throws IOException {
        List<ChangeRecord> changes = new ArrayList<>();
        List<ExportFile> files = new ArrayList<>(window.files());
        Collections.shuffle(files, random);
        StreamViewType view = window.export().window().orElseThrow().view();
        ChangeLineReader lines = new ChangeLineReader(ItemReader.skipping(), ItemReader.skipping());
        for (ExportFile file : files) {
            LineChunk chunk = new ExportFileReader(folders, window.export().arn(), file, 0).next();
            assertThat(chunk.isLast()).isTrue();
            for (String line : new String(chunk.bytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isEmpty()) {
                    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                    changes.add(
                            lines.read(
                                    new ByteSlice(bytes, 0, bytes.length),
                                    new ExportedChangeRecords(window.tableArn(), view)));
                }
            }
        }
        return changes;
    }

    private static String value(Image image) {
        return image == null ? null : image.get("v").s();
    }

    private static void apply(ChangeRecord change, ExportWindow window, Map<String, String> table) {
        String key = change.keys().get("id").s();
        if (window.view() == StreamViewType.NEW_AND_OLD_IMAGES) {
            assertThat(value(change.oldImage())).as("what %s had", key).isEqualTo(table.get(key));
        }
        assertThat(change.approximateCreationTime())
                .isAfterOrEqualTo(window.from())
                .isBefore(window.to());
        if (change.newImage() == null) {
            table.remove(key);
        } else {
            table.put(key, value(change.newImage()));
        }
    }

    @Test
    void theChangesOfAChainEndAsTheTableAndEachContinuesWhatWasThere() throws IOException {
        int insertedAndDeleted = 0;
        int windows = 0;
        for (long seed = 1; seed <= HISTORIES; seed++) {
            ExportView view = seed % 3 == 0 ? ExportView.NEW_IMAGE : ExportView.NEW_AND_OLD_IMAGES;
            History history = new History(seed, bucket.resolve("b" + seed)).write(view);
            ExportChain chain = ExportChain.read(history.folders);
            ChainFolders folders = new ChainFolders(history.folders);
            Map<String, String> table = new TreeMap<>();
            for (ExportManifest window : chain.windows()) {
                for (ChangeRecord change : read(window, folders, history.random)) {
                    apply(change, window.export().window().orElseThrow(), table);
                }
                windows++;
            }

            assertThat(table).as("seed %s", seed).isEqualTo(history.table);
            insertedAndDeleted += history.insertedAndDeleted;
        }
        assertThat(insertedAndDeleted).as("items that came and went in a window").isPositive();
        assertThat(windows).isGreaterThan(2 * HISTORIES);
    }
}
