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
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetters;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.StreamViewType;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rejected record once in the side output, each other one once in the main output. */
@OnEachFlink
class DeadLetterITCase {

    private static final int ITEMS = 400;
    private static final int CHANGES = 300;

    /** So much that a page has some 20 items. */
    private static final int PAGE_BYTES = 250;

    private static final int PAGES_UNTIL_IT_STANDS = 8;

    /** A version that this divides is rejected. */
    private static final int BAD = 7;

    private static SimulatedJobs jobs;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        jobs = SimulatedJobs.start(Simulator.builder().start(), 4);
    }

    @AfterEach
    void endJobs() throws Exception {
        jobs.cancelAll();
        jobs.simulator().faults().clear();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    @Test
    void eachRecordIsOnceInOneOfTheOutputsThroughFailuresAndARescaling() throws Exception {
        String name = "dead-letters";
        WholeTable table = table(name);
        StandingScan standing = StandingScan.after(PAGES_UNTIL_IT_STANDS, jobs.simulator(), name);
        JobClient job = run(table, 2, null);
        standing.await();
        awaitLines(name, 30);
        FailOnce.arm(name);
        standing.letGo();
        SimulatedJobs.await("failure in the scan", () -> FailOnce.failures(name) == 1);
        change(table, 0);
        table.awaitAll(() -> lines(name));

        FailOnce.arm(letters(name));
        change(table, CHANGES);
        SimulatedJobs.await(
                "failure at a dead letter", () -> FailOnce.failures(letters(name)) == 1);
        String savepoint = LocalJobs.savepointOf(job, folder);
        change(table, 2 * CHANGES);
        run(table, 1, savepoint);
        table.awaitAll(() -> lines(name));

        List<String> good = Journal.read(name);
        List<String> rejected = Journal.read(letters(name));
        assertThat(good).noneMatch(DeadLetterITCase::isBad);
        assertThat(rejected).hasSizeGreaterThan(CHANGES / BAD).allMatch(DeadLetterITCase::isBad);
        assertInOrder(good);
        assertInOrder(rejected);
        List<String> all = lines(name);
        all.sort(Comparator.comparingInt(DeadLetterITCase::version));
        table.check(all);
    }

    private static WholeTable table(String name) {
        return new WholeTable(
                jobs.simulator()
                        .createTable(
                                TableSettings.table(name)
                                        .viewType(StreamViewType.NEW_IMAGE)
                                        .withoutStream()
                                        .shards(3)
                                        .scanPageBytes(PAGE_BYTES)),
                ITEMS);
    }

    private static void change(WholeTable table, int from) {
        for (int i = from; i < from + CHANGES; i++) {
            table.put("key-" + i * 13 % (ITEMS + CHANGES));
        }
    }

    private static String letters(String name) {
        return name + "-rejected";
    }

    private static JobClient run(WholeTable table, int parallelism, String savepoint)
            throws Exception {
        DynamoDbStreamsSource<Either<DeadLetter, String>> source =
                DynamoDbStreamsSource.<Either<DeadLetter, String>>builder()
                        .setOptions(jobs.optionsByName(table.table()).toMap())
                        .setStartupPosition(StartupPosition.initial())
                        .setDecodeErrorPolicy(DecodeErrorPolicy.DEAD_LETTER)
                        .setDeserializer(DeadLetters.wrap(new PickySchema()))
                        .build();
        StreamExecutionEnvironment env = LocalJobs.environment(savepoint);
        SingleOutputStreamOperator<String> good =
                DeadLetters.split(
                        env.fromSource(source, WatermarkStrategy.noWatermarks(), "changes")
                                .uid("changes")
                                .setParallelism(parallelism));
        keep(good, table.name(), parallelism);
        keep(
                good.getSideOutput(DeadLetters.TAG)
                        .map(DeadLetterITCase::text)
                        .returns(String.class)
                        .setParallelism(parallelism),
                letters(table.name()),
                parallelism);
        return env.executeAsync(table.name());
    }

    private static void keep(DataStream<String> stream, String name, int parallelism) {
        stream.map(new FailOnce<String>(name))
                .returns(String.class)
                .setParallelism(parallelism)
                .map(new Journal(name))
                .uid(name)
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
    }

    /** The line that {@link ChangeText} makes of a record, made of the dead letter's bytes. */
    private static String text(DeadLetter letter) {
        boolean ofStream = letter.origin() == DeadLetter.Origin.STREAM;
        if (ofStream != (letter.sequenceNumber() != null && letter.shardId() != null)
                || !letter.cause().contains("version " + field(letter, "v", "N") + " is bad")) {
            throw new IllegalStateException(letter.toString());
        }
        return field(letter, "pk", "S") + " " + letter.eventName() + " " + field(letter, "v", "N");
    }

    private static String field(DeadLetter letter, String name, String type) {
        Pattern pattern = Pattern.compile("\"" + name + "\":\\{\"" + type + "\":\"([^\"]+)\"");
        Matcher matcher = pattern.matcher(letter.record().utf8());
        if (!matcher.find()) {
            throw new IllegalStateException(name + " is missing in " + letter.record().utf8());
        }
        return matcher.group(1);
    }

    private static void awaitLines(String name, int count) {
        SimulatedJobs.await(count + " lines of " + name, () -> lines(name).size() >= count);
    }

    /** What is in either output. */
    private static List<String> lines(String name) {
        List<String> all = new ArrayList<>(Journal.read(name));
        all.addAll(Journal.read(letters(name)));
        return all;
    }

    private static void assertInOrder(List<String> lines) {
        Map<String, List<Integer>> versions =
                lines.stream()
                        .collect(
                                Collectors.groupingBy(
                                        WholeTable::key,
                                        Collectors.mapping(
                                                DeadLetterITCase::version, Collectors.toList())));
        assertThat(versions.values()).allSatisfy(ofKey -> assertThat(ofKey).isSorted());
    }

    private static int version(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static boolean isBad(String line) {
        return version(line) % BAD == 0;
    }

    /** Rejects some versions, after it has given something. */
    private static final class PickySchema implements DynamoDbStreamsDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        private final ChangeText text = new ChangeText();

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            text.deserialize(record, out);
            String version = record.newImage().get("v").n();
            if (Integer.parseInt(version) % BAD == 0) {
                throw new IllegalArgumentException("version " + version + " is bad");
            }
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
