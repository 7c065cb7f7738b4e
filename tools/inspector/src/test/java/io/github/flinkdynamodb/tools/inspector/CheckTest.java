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
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the service says of positions, over the wire, by the simulator. */
class CheckTest extends CheckScene {

    @Test
    void aPositionOfTodayIsReadable() throws Exception {
        String savepoint = savepointAfter(put(1));
        pass(2);
        put(2);

        Run run = check(savepoint);

        assertThat(run.err).isEmpty();
        assertThat(run.exitCode).isZero();
        assertThat(run.out)
                .containsPattern(" 2 h 0 min +readable\n")
                .contains("stream is ENABLED, 1 shard listed, 0 of them not in the state")
                .containsPattern("gap +none\n")
                .contains("Verdict: all that is still to be read can be read.")
                .doesNotContain("repair");
    }

    @Test
    void aPositionThatIsTrimmedIsALossWithItsGapAndItsPrice() throws Exception {
        orders.pointInTimeRecovery().enable();
        clock.advance(Duration.ofMinutes(10));
        String savepoint = savepointAfter(put(1));
        clock.advance(Duration.ofHours(1));
        put(2);
        pass(20);
        put(3);
        pass(12);

        Run run = check(savepoint);

        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.out)
                .contains("trimmed: oldest left is of 2026-11-29 07:10:00Z")
                .contains("from 2026-11-28 10:10:00Z to 2026-11-29 07:10:00Z, 21 h 0 min")
                .contains("from 3 incremental exports, in append-only alone:")
                .contains("2026-11-28 10:09:00Z to 2026-11-28 10:24:00Z")
                .contains("impossible in upsert and full: the state lacks keys")
                .contains("it was written without 'repair'")
                .contains("point-in-time recovery covers that: it has the table since 2026-11-28")
                .contains("how many GB that are isn't known before (--write-mb-per-hour)")
                .contains("1,000 items, 8.2 MB: 2,000 read units, $0.0003 on demand")
                .contains("Verdict: changes can't be read any more, or may be lost.");
    }

    @Test
    void thePriceFollowsFromWhatIsWritten() throws Exception {
        orders.pointInTimeRecovery().enable();
        String savepoint = savepointAfter(put(1));
        pass(1);
        put(2);
        pass(47);

        JsonNode report = json(savepoint, "--write-mb-per-hour", "500", "--price-per-gb", "0.2");

        JsonNode repair = report.get("sources").get(0).get("check").get("repair");
        double hours = repair.get("hours").asDouble();
        assertThat(repair.get("outcome").asText()).isEqualTo("append-only");
        assertThat(repair.get("windows")).hasSize(3);
        assertThat(hours).isEqualTo(48.0);
        assertThat(repair.get("gigabytes").asDouble()).isEqualTo(hours * 0.5);
        assertThat(repair.get("dollars").asDouble()).isCloseTo(hours * 0.5 * 0.2, offset(1e-9));
        assertThat(repair.get("leastDollars").asDouble()).isEqualTo(0.006);
        assertThat(report.get("loss").asBoolean()).isTrue();
    }

    @Test
    void withoutPointInTimeRecoveryNothingCanBeExported() throws Exception {
        String savepoint = savepointAfter(put(1));
        pass(1);
        put(2);
        pass(30);

        JsonNode report = json(savepoint);

        JsonNode check = report.get("sources").get(0).get("check");
        assertThat(check.get("table").get("pointInTimeRecovery").asBoolean()).isFalse();
        assertThat(check.get("repair").get("covered").asBoolean()).isFalse();
        assertThat(check(savepoint).out)
                .contains("point-in-time recovery is off: nothing can be exported");
    }

    @Test
    void pointInTimeRecoveryThatBeginsWithinTheGapDoesNotCoverIt() throws Exception {
        String savepoint = savepointAfter(put(1));
        pass(1);
        orders.pointInTimeRecovery().enable();
        put(2);
        pass(30);

        assertThat(check(savepoint).out)
                .contains(
                        "point-in-time recovery doesn't cover that: it has the table since"
                                + " 2026-11-28 11:00:00Z");
    }

    @Test
    void aShardThatIsGoneIsALossUpToTheRetention() throws Exception {
        String savepoint = savepointAfter(put(1));
        orders.rollShard(orders.shardOf(ORDER));
        pass(1);
        put(2);
        pass(29);

        JsonNode report = json(savepoint);

        JsonNode source = report.get("sources").get(0);
        assertThat(source.get("shards").get(0).get("service").asText()).isEqualTo("gone");
        assertThat(source.get("shards").get(0).get("listed").asBoolean()).isFalse();
        assertThat(source.get("check").get("newShards").asInt()).isEqualTo(1);
        assertThat(source.get("check").get("gap").get("from").asText())
                .isEqualTo("2026-11-28T10:00:00Z");
        assertThat(source.get("check").get("gap").get("to").asText())
                .isEqualTo("2026-11-28T16:00:00Z");
    }

    private String savepointOfEnded(String shard) throws Exception {
        ShardSplit ended =
                ShardSplit.of(orders.streamArn(), shard, null, ShardPosition.trimHorizon())
                        .at(ShardPosition.trimHorizon(), ShardSplit.Progress.ENDED)
                        .withLastRecordTime(START);
        return savepoint(ended, new ShardState(shard, null, ShardStatus.ASSIGNED, null));
    }

    @Test
    void aShardThatHasEndedLeadsToItsChildren() throws Exception {
        put(1);
        String shard = orders.shardOf(ORDER);
        String savepoint = savepointOfEnded(shard);
        orders.rollShard(shard);
        pass(1);
        assertThat(check(savepoint).exitCode).isZero();
        put(2);

        pass(30);

        JsonNode report = json(savepoint);
        JsonNode source = report.get("sources").get(0);
        assertThat(source.get("check").get("streams").get(0).get("listedShards").asInt())
                .as("the child alone")
                .isEqualTo(1);
        assertThat(source.get("shards").get(0).get("service").asText()).isEqualTo("may-be-trimmed");
        assertThat(source.get("check").get("gap").get("from").asText())
                .isEqualTo("2026-11-28T10:00:00Z");
        assertThat(source.get("check").get("gap").get("to").asText())
                .isEqualTo("2026-11-28T17:00:00Z");
        assertThat(report.get("loss").asBoolean()).isTrue();
        assertThat(check(savepoint).exitCode).isEqualTo(3);
    }

    @Test
    void nothingIsTrimmedOfChildrenThatAreYoung() throws Exception {
        put(1);
        String shard = orders.shardOf(ORDER);
        String savepoint = savepointOfEnded(shard);
        pass(30);
        orders.rollShard(shard);
        pass(23);
        orders.dropShard(shard);

        JsonNode source = json(savepoint).get("sources").get(0);

        assertThat(source.get("shards").get(0).get("listed").asBoolean()).isFalse();
        assertThat(source.get("shards").get(0).get("service").asText()).isEqualTo("readable");
        assertThat(check(savepoint).exitCode).isZero();
    }

    @Test
    void aShardOfWhichNothingWasReadMayBeTrimmed() throws Exception {
        put(1);
        String shard = orders.shardOf(ORDER);
        ShardSplit split =
                ShardSplit.of(orders.streamArn(), shard, null, ShardPosition.trimHorizon(START));
        String savepoint =
                savepoint(split, new ShardState(shard, null, ShardStatus.ASSIGNED, START));
        assertThat(check(savepoint).exitCode).isZero();

        pass(25);

        Run run = check(savepoint);
        assertThat(run.out).contains("may be trimmed\n").contains("from 2026-11-28 10:00:00Z");
        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.out).contains("impossible in upsert and full: ");
    }

    @Test
    void aStreamThatWasReplacedIsALossEvenIfItCanStillBeRead() throws Exception {
        String savepoint = savepointAfter(put(1));
        pass(1);
        orders.disableStream();
        put(2);
        pass(1);
        String next = orders.enableStream();

        Run run = check(savepoint);

        assertThat(run.out)
                .contains("stream is DISABLED")
                .contains("the table's stream is now " + next)
                .contains("from 2026-11-28 10:00:00Z to 2026-11-28 12:00:00Z, 2 h 0 min")
                .contains("2026-11-28 10:14:00Z to 2026-11-28 12:01:00Z")
                .contains("1 readable");
        assertThat(run.exitCode).isEqualTo(3);
    }

    @Test
    void aStreamThatIsGoneIsALoss() throws Exception {
        String savepoint = savepointAfter(put(1));
        orders.disableStream();
        pass(1);
        orders.enableStream();
        pass(30);

        Run run = check(savepoint);

        assertThat(run.out).contains("stream doesn't exist any more").contains("1 gone");
        assertThat(run.exitCode).isEqualTo(3);
    }

    @Test
    void aStreamThatWasReadToItsEndMayBeGone() throws Exception {
        String shard = orders.shardOf(ORDER);
        String savepoint =
                TestSavepoint.in(folder)
                        .source(
                                "orders",
                                new EnumeratorState(
                                        orders.streamArn().replace("/2026-", "/2025-"),
                                        START,
                                        true,
                                        List.of(
                                                new ShardState(
                                                        shard, null, ShardStatus.FINISHED, null))))
                        .write();
        orders.disableStream();

        Run run = check(savepoint);

        assertThat(run.out).contains("stream doesn't exist any more");
        assertThat(run.exitCode).isZero();
    }
}
