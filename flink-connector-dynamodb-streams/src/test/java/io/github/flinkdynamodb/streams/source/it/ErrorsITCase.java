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
import io.github.flinkdynamodb.streams.client.aws.RefusingPort;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.HastyStop;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** What is wrong fails the job, with a message that says what it is and what to do. */
class ErrorsITCase {

    private static LocalJobs jobs;

    @BeforeAll
    static void start() throws Exception {
        jobs = LocalJobs.start();
    }

    @AfterEach
    void endJobs() throws Exception {
        jobs.cancelAll();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    private static DynamoDbStreamsSourceBuilder<String> local() {
        return DynamoDbStreamsSource.<String>builder()
                .setEndpoint(jobs.server().endpoint().toString())
                .setBasicCredentials("local", "local")
                .setStartupPosition(StartupPosition.trimHorizon())
                .setDeserializer(new RejectsKey("bad"));
    }

    private static JobClient run(String name, DynamoDbStreamsSource<String> source)
            throws Exception {
        return jobs.run(LocalJobs.environmentWithoutRestarts(), name, source, 1);
    }

    @Test
    void aStreamThatDoesNotExist() throws Exception {
        String arn =
                "arn:aws:dynamodb:ddblocal:000000000000:table/gone/stream/2020-01-01T00:00:00.000";

        String failure =
                LocalJobs.awaitFailure(run("unknown-stream", local().setStreamArn(arn).build()));

        assertThat(failure)
                .contains("Discovery of shards failed: DescribeStream for stream " + arn)
                .contains("ResourceNotFoundException")
                .contains("Check stream.arn or table-name, aws.region and aws.endpoint");
    }

    @Test
    void aTableThatDoesNotExist() throws Exception {
        DynamoDbStreamsSource<String> source =
                local().setTableName("no-such-table").setRegion("ddblocal").build();

        String failure = LocalJobs.awaitFailure(run("unknown-table", source));

        assertThat(failure)
                .contains("Table 'no-such-table' ('table-name') has no stream: enable one")
                .contains("check the region and the endpoint");
    }

    @Test
    void aTableWithoutAStream() throws Exception {
        try (LocalTable table = LocalTable.createWithoutStream(jobs.server(), "no-stream")) {
            table.put("a");

            String failure = LocalJobs.awaitFailure(run("no-stream", bounded(table).build()));

            assertThat(failure)
                    .contains("Table 'no-stream' ('table-name') has no stream: enable one");
        }
    }

    @Test
    void anEndpointThatNobodyListensAt() throws Exception {
        try (RefusingPort port = new RefusingPort()) {
            DynamoDbStreamsSource<String> source =
                    local().setTableName("any")
                            .setRegion("ddblocal")
                            .setEndpoint(port.endpoint().toString())
                            .set(
                                    DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION,
                                    Duration.ofSeconds(1))
                            .build();

            String failure = LocalJobs.awaitFailure(run("unreachable", source));

            assertThat(failure)
                    .contains("ListStreams of table any has not succeeded once in ")
                    .contains("check 'aws.endpoint', 'aws.region' and the network")
                    .contains("Last failure: ListStreams for table any failed")
                    .contains("Connection refused")
                    .contains("The calls go to " + port.endpoint());
        }
    }

    @OnEachFlink
    @Test
    void aRejectedRecordFailsTheJobAndIsNamed() throws Exception {
        try (LocalTable table = tableWithBadRecord("rejected-fail")) {
            String failure = LocalJobs.awaitFailure(run("rejected-fail", bounded(table).build()));

            Record bad = SdkReader.readAll(table.endpoint(), table.streamArn()).get(1);
            String shard = SdkReader.shardIds(table.endpoint(), table.streamArn()).get(0);
            assertThat(failure)
                    .contains(
                            "Cannot deserialize record "
                                    + bad.dynamodb().sequenceNumber()
                                    + " of shard "
                                    + shard
                                    + " of stream "
                                    + table.streamArn())
                    .contains("the key is bad")
                    .contains("'scan.on-decode-error' = 'skip'");
        }
    }

    @OnEachFlink
    @Test
    void aRejectedRecordIsSkippedAndCountedWherePolicySaysSo() throws Exception {
        try (LocalTable table = tableWithBadRecord("rejected-skip")) {
            DynamoDbStreamsSource<String> source =
                    HastyStop.build(bounded(table).setDecodeErrorPolicy(DecodeErrorPolicy.SKIP));

            JobClient job = run("rejected-skip", source);
            LocalJobs.awaitEnd(job);

            assertThat(Journal.read("rejected-skip")).containsExactly("good", "better");
            assertThat(jobs.metrics().of(job, "Source: changes", "numRecordsInErrors"))
                    .isEqualTo(1);
            assertThat(jobs.metrics().of(job, "Source: changes", "numRecordsIn")).isEqualTo(2);
        }
    }

    private static LocalTable tableWithBadRecord(String name) {
        LocalTable table = jobs.table(name, StreamViewType.KEYS_ONLY);
        table.put("good");
        table.put("bad");
        table.put("better");
        return table;
    }

    private static DynamoDbStreamsSourceBuilder<String> bounded(LocalTable table) {
        return jobs.<String>source(table)
                .setStartupPosition(StartupPosition.trimHorizon())
                .setStoppingPosition(StoppingPosition.latest())
                .setDeserializer(new RejectsKey("bad"));
    }

    /** Returns the key of a change, and fails for one of them after it has given something. */
    private static final class RejectsKey implements DynamoDbStreamsDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        private final String rejected;

        RejectsKey(String rejected) {
            this.rejected = rejected;
        }

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            String key = record.keys().get("pk").s();
            out.collect(key);
            if (key.equals(rejected)) {
                throw new IllegalArgumentException("the key is " + key);
            }
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
