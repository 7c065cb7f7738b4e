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
package io.github.flinkdynamodb.e2e.chaosjob;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Reads a stream from its beginning, or a table and then its stream, checks each item's versions in
 * state, and writes a row for each item whose last change has come, exactly once.
 *
 * <p>Arguments: {@code --endpoint URL --region NAME --stream-arn ARN --output FOLDER}, and {@code
 * --poll-min-millis}, {@code --poll-max-millis}, {@code --discovery-millis}, {@code --delay-micros}
 * (how long each change is held up at the source). With {@code --startup initial}, {@code --table
 * NAME} and {@code --read-capacity UNITS} the table's items come first. With {@code --sql-output
 * FOLDER} a SQL table reads the same, and its changes are checked in the same way; with {@code
 * --changelog-output FOLDER} another one takes back what it replaces, and each row that it takes
 * back must be the one that stands. Parallelism, checkpoints and restarts are the cluster's and the
 * submitter's matter.
 */
public final class ChaosJob {

    /** The source's id in savepoints. */
    static final String SOURCE_UID = "changes";

    private ChaosJob() {}

    /**
     * Starts the job.
     *
     * @param args the arguments above
     * @throws Exception if it can't be started
     */
    public static void main(String... args) throws Exception {
        Arguments arguments = Arguments.of(args);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromSource(source(arguments), WatermarkStrategy.noWatermarks(), "changes")
                .uid(SOURCE_UID)
                .map(new Brake(Long.parseLong(arguments.get("delay-micros", "0"))))
                .name("brake")
                .keyBy(change -> change.key)
                .process(new VersionCheck())
                .name("version check")
                .uid("version-check")
                .sinkTo(sink(arguments.get("output")))
                .name("verdicts")
                .uid("verdicts");
        String sqlOutput = arguments.get("sql-output", "");
        if (!sqlOutput.isEmpty()) {
            checkSql(env, arguments, sqlOutput);
        }
        env.execute("chaos");
    }

    private static void checkSql(
            StreamExecutionEnvironment env, Arguments arguments, String output) {
        SqlChanges sql = new SqlChanges(env, arguments);
        sql.upserts()
                .keyBy(change -> change.key)
                .process(new VersionCheck())
                .name("version check of SQL")
                .uid("sql-version-check")
                .sinkTo(sink(output))
                .name("verdicts of SQL")
                .uid("sql-verdicts");
        String changelogOutput = arguments.get("changelog-output", "");
        if (!changelogOutput.isEmpty()) {
            sql.changelog()
                    .keyBy(row -> row.<String>getFieldAs("pk"))
                    .process(new ChangelogCheck())
                    .name("check of the changelog")
                    .uid("changelog-check")
                    .sinkTo(sink(changelogOutput))
                    .name("verdicts of the changelog")
                    .uid("changelog-verdicts");
        }
    }

    private static DynamoDbStreamsSource<Change> source(Arguments arguments) {
        DynamoDbStreamsSourceBuilder<Change> source =
                DynamoDbStreamsSource.<Change>builder()
                        .setEndpoint(arguments.get("endpoint"))
                        .setRegion(arguments.get("region"))
                        .setBasicCredentials("chaos", "chaos")
                        .setPollInterval(
                                millis(arguments, "poll-min-millis", 50),
                                millis(arguments, "poll-max-millis", 200))
                        .set(
                                DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL,
                                millis(arguments, "discovery-millis", 5_000))
                        .setDeserializer(new ChangeSchema());
        if (isInitial(arguments)) {
            source.setTableName(arguments.get("table"))
                    .setStartupPosition(StartupPosition.initial())
                    .set(
                            DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY,
                            Long.parseLong(arguments.get("read-capacity")));
        } else {
            source.setStreamArn(arguments.get("stream-arn"))
                    .setStartupPosition(StartupPosition.trimHorizon());
        }
        return source.build();
    }

    /** Where the sources start, as a setting has it. */
    static String startup(Arguments arguments) {
        return arguments.get("startup", "trim-horizon");
    }

    /** Whether the sources read the table before its stream. */
    static boolean isInitial(Arguments arguments) {
        return startup(arguments).equals("initial");
    }

    private static Duration millis(Arguments arguments, String name, long ifMissing) {
        return Duration.ofMillis(Long.parseLong(arguments.get(name, Long.toString(ifMissing))));
    }

    private static FileSink<String> sink(String output) {
        return FileSink.forRowFormat(new Path(output), new SimpleStringEncoder<String>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build();
    }
}
