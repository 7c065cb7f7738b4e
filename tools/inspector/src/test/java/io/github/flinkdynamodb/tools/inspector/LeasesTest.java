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
package io.github.flinkdynamodb.tools.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.positions.PositionsFormat;
import io.github.flinkdynamodb.streams.source.positions.ReadShard;
import io.github.flinkdynamodb.streams.source.positions.StartPositions;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Positions of lease tables of the Kinesis Client Library. */
class LeasesTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-11-01T00:00:00.000";

    @TempDir private Path folder;

    private static String lease(String shard, String checkpoint, String parent) {
        return String.format(
                "{\"leaseKey\":{\"S\":\"%s\"},\"checkpoint\":{\"S\":\"%s\"},"
                        + "\"checkpointSubSequenceNumber\":{\"N\":\"0\"},"
                        + "\"leaseOwner\":{\"S\":\"worker\"},\"leaseCounter\":{\"N\":\"99\"}%s}",
                shard,
                checkpoint,
                parent == null ? "" : ",\"parentShardId\":{\"SS\":[\"" + parent + "\"]}");
    }

    private Run run(String scan, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("leases.json"), scan);
        String[] args = new String[5 + more.length];
        System.arraycopy(
                new String[] {"positions", "--leases", file.toString(), "--stream-arn", ARN},
                0,
                args,
                0,
                5);
        System.arraycopy(more, 0, args, 5, more.length);
        return Run.at(NOW, args);
    }

    private static StartPositions read(Run run) {
        assertThat(run.exitCode).as(run.err).isZero();
        return PositionsFormat.read(run.out.getBytes(StandardCharsets.UTF_8));
    }

    private static ShardPosition after(String number) {
        return ShardPosition.trimHorizon().advanceTo(SequenceNumber.of(number));
    }

    @Test
    void aFileOfAScanHasAPositionForEachShard() throws Exception {
        String scan =
                "{\"Items\":["
                        + String.join(
                                ",",
                                lease("shardId-1", "SHARD_END", null),
                                lease("shardId-2", "1000000000000000000017", "shardId-1"),
                                lease("shardId-3", "TRIM_HORIZON", "shardId-1"),
                                lease("shardId-4", "LATEST", null))
                        + "],\"Count\":4,\"ScannedCount\":4,\"ConsumedCapacity\":null}";

        StartPositions positions =
                read(run(scan, "--latest-since", NOW.toString(), "--taken-at", NOW.toString()));

        assertThat(positions.streamArn()).isEqualTo(ARN);
        assertThat(positions.takenAt()).contains(NOW);
        assertThat(positions.shards().values())
                .containsExactly(
                        ReadShard.finished("shardId-1", null),
                        ReadShard.upTo(
                                "shardId-2", "shardId-1", after("1000000000000000000017"), null),
                        ReadShard.upTo("shardId-3", "shardId-1", ShardPosition.trimHorizon(), null),
                        ReadShard.upTo("shardId-4", null, ShardPosition.trimHorizon(NOW), null));
    }

    /** As an application writes them that reads several streams. */
    @Test
    void leasesOfOtherStreamsAreLeftOut() throws Exception {
        String orders =
                "123456789012:eu-west-1$123456789012$orders$2026-11-01T00_00_00.000:1:shardId-1";
        String customers =
                "123456789012:eu-west-1$123456789012$customers$2026-11-01T00_00_00.000:1:shardId-2";
        String scan =
                "{\"Items\":["
                        + lease(orders, "17", "shardId-0")
                        + ","
                        + lease(customers, "18", null)
                        + "]}";

        assertThat(read(run(scan)).shards().values())
                .containsExactly(ReadShard.upTo("shardId-1", "shardId-0", after("17"), null));
    }

    @Test
    void aTableIsReadPageByPage() {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable leases =
                    simulator.createTable(
                            TableSettings.table("leases")
                                    .partitionKey("leaseKey", "S")
                                    .withoutStream()
                                    .scanPageBytes(200));
            for (int i = 0; i < 20; i++) {
                leases.put(
                        Item.builder()
                                .s("leaseKey", "shardId-" + i)
                                .s("checkpoint", i == 0 ? "SHARD_END" : "10" + i)
                                .n("checkpointSubSequenceNumber", 0)
                                .build());
            }

            FaultRule fault =
                    simulator.fail(Fault.error(ServiceError.THROTTLING), 8, Operation.SCAN);

            StartPositions positions =
                    read(
                            Run.at(
                                    NOW,
                                    "positions",
                                    "--lease-table",
                                    "leases",
                                    "--stream-arn",
                                    ARN,
                                    "--aws.endpoint",
                                    simulator.endpoint().toString(),
                                    "--aws.credentials.basic.accesskeyid",
                                    "any",
                                    "--aws.credentials.basic.secretkey",
                                    "any"));

            assertThat(fault.fired()).isEqualTo(8);
            assertThat(positions.shards()).hasSize(20);
            assertThat(positions.shards().get("shardId-0").isFinished()).isTrue();
            assertThat(positions.shards().get("shardId-7").position()).contains(after("107"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Items\":[]} | There is no lease of stream arn:aws:dynamodb:eu-west-1:",
                "{\"Count\":0} | has no 'Items': expected the output of 'aws dynamodb scan'",
                "{\"Items\":[],\"NextToken\":\"x\"} | hasn't all items of the table",
                "{\"Items\":[],\"Count\":3} | hasn't all items of the table",
                "{\"Items\":[ | isn't JSON",
                "{\"Items\":[{\"leaseKey\":{\"S\":\"x\"}}]} | isn't the id of a shard: is this the"
                        + " table of the leases?",
                "{\"Items\":[{\"leaseKey\":{\"S\":\"a:shardId-1\"}}]} | isn't the id of a shard",
                "{\"Items\":[{\"leaseKey\":{\"S\":\"shardId-1\"},\"checkpoint\":{\"S\":\"x\"}}]} |"
                        + " The checkpoint of shardId-1 is 'x': expected a sequence number",
                "{\"Items\":[{\"leaseKey\":{\"S\":\"shardId-1\"},\"checkpoint\":"
                        + "{\"S\":\"LATEST\"}}]} | Say so with --latest-since",
            })
    void whatIsNoLeaseIsNamed(String scan, String message) throws Exception {
        Run run = run(scan);

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains(message.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--leases f | --stream-arn is missing",
                "savepoint --leases f | one of them only",
                "--taken-at noon savepoint | --taken-at takes a time such as",
                "--stream-arn x savepoint | --stream-arn is used by leases alone",
                "--source x --leases f --stream-arn x | --source is used by a savepoint alone",
                "--aws.region x savepoint | --aws.region is used by --lease-table alone",
                "--aws.regoin x savepoint | Unknown option --aws.regoin",
                "--colour x savepoint | Unknown option --colour",
                "--out | --out needs a value",
                "--out --source x savepoint | --out needs a value",
                "--stream-arn --leases f | --stream-arn needs a value"
            })
    void aWrongOptionIsNamed(String args, String message) {
        Run run = Run.at(NOW, ("positions " + args).split(" "));

        assertThat(run.exitCode).isEqualTo(2);
        assertThat(run.err).contains(message);
    }
}
