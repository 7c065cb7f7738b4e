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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the state of a shard remembers for the repair of a later outage. */
class RememberedInsertsTest {

    private final ReaderHarness harness = harness(DataLossPolicy.REPAIR);

    private static ReaderHarness harness(DataLossPolicy policy) {
        ReaderHarness harness =
                new ReaderHarness()
                        .with(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, policy)
                        .shard("s1");
        return policy == DataLossPolicy.REPAIR
                ? harness.with(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports")
                : harness;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000})
    void eachCheckpointHasTheKeyOfEachInsertionThatIsOut(int recordsPerPage) throws IOException {
        int records = 10;
        for (int out = 0; out <= records; out++) {
            ReaderHarness one = harness(DataLossPolicy.REPAIR);
            one.client.recordsPerPage(recordsPerPage);
            for (int i = 0; i < records; i++) {
                one.client.append("s1", "k" + i, one.clock.instant().plusSeconds(i));
            }

            one.read("s1").emitAtMost(out).runFor(Duration.ofSeconds(5));

            assertThat(one.emitted).hasSize(out);
            assertThat(remembered(one)).containsAll(one.emitted).doesNotHaveDuplicates();
        }
    }

    @Test
    void aRestoredShardGoesOnRemembering() throws IOException {
        for (int i = 0; i < 6; i++) {
            harness.client.append("s1", "k" + i);
        }
        harness.read("s1").emitAtMost(3).run();

        harness.restoreFromCheckpoint().run();
        harness.client.append("s1", "k6");
        harness.runFor(Duration.ofSeconds(2));

        assertThat(harness.emitted).containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6");
        assertThat(remembered(harness)).contains("k0", "k1", "k2", "k3", "k4", "k5", "k6");
    }

    @Test
    void onlyInsertionsAreRemembered() throws IOException {
        Instant now = harness.clock.instant();
        harness.client.change("s1", now, "inserted", null, "{\"id\":{\"S\":\"inserted\"}}");
        harness.client.change("s1", now, "modified", "{}", "{}");
        harness.client.change("s1", now, "removed", "{}", null);

        harness.read("s1").run();

        assertThat(harness.emitted).containsExactly("inserted", "modified", "removed");
        assertThat(remembered(harness)).containsExactly("inserted");
    }

    @Test
    void insertionsOlderThanTenMinutesByTheNewestRecordAreForgottenHoweverLateTheJobIs()
            throws IOException {
        Instant old = harness.clock.instant().minus(Duration.ofHours(20));
        for (int minute = 0; minute <= 60; minute++) {
            harness.client.append("s1", "k" + minute, old.plusSeconds(60L * minute));
        }
        harness.client.recordsPerPage(7);

        harness.read("s1").run();

        assertThat(harness.emitted).hasSize(61);
        assertThat(remembered(harness)).hasSize(11).startsWith("k50").endsWith("k60");
    }

    @Test
    void changesThatInsertNothingMakeInsertionsOldToo() throws IOException {
        Instant now = harness.clock.instant();
        harness.client.append("s1", "a", now);
        harness.client.change("s1", now.plusSeconds(700), "b", "{}", "{}");

        harness.read("s1").run();

        assertThat(remembered(harness)).isEmpty();
    }

    @Test
    void nothingIsForgottenForARecordThatIsNotOutYet() throws IOException {
        Instant now = harness.clock.instant();
        harness.client.append("s1", "a", now);
        harness.client.append("s1", "b", now.plusSeconds(4_000));
        harness.client.recordsPerPage(1);

        harness.read("s1").emitAtMost(1).run();

        assertThat(harness.emitted).containsExactly("a");
        assertThat(remembered(harness)).contains("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"NewImage\":{\"id\":{\"S\":\"a\"}}", ",\"OldImage\":{}"})
    void keysAreInRecordsOfAllViewTypes(String images) throws IOException {
        harness.client.appendJson(
                "s1",
                "7",
                "{\"dynamodb\":{\"SequenceNumber\":\"7\""
                        + images
                        + ",\"Keys\":{ \"id\" : {\"S\":\"\\u00e4\"},\"n\":{\"N\":\"1\"}},"
                        + "\"ApproximateCreationDateTime\":1700000000},\"eventName\":\"INSERT\"}");

        harness.read("s1").run();

        List<String> keys = new ArrayList<>();
        state(harness)
                .recentInserts()
                .orElseThrow()
                .forEach((second, key) -> keys.add(second + " " + key.utf8()));
        assertThat(keys)
                .containsExactly("1700000000 { \"id\" : {\"S\":\"\\u00e4\"},\"n\":{\"N\":\"1\"}}");
    }

    @Test
    void withoutACreationTimeItIsWhenThePageWasSent() throws IOException {
        harness.client.tellTime(Duration.ofSeconds(90));
        Instant first = harness.clock.instant();
        harness.client.append("s1", "a", null);
        harness.read("s1").run();
        List<Long> seconds = seconds(harness);

        for (int i = 0; i < 4; i++) {
            harness.runFor(Duration.ofMinutes(6));
            harness.client.append("s1", "k" + i, null);
            harness.runFor(Duration.ofSeconds(2));
        }

        assertThat(seconds).containsExactly(first.getEpochSecond() - 90);
        assertThat(harness.emitted).hasSize(5);
        assertThat(remembered(harness)).containsExactly("k1", "k2", "k3");
    }

    @Test
    void aRejectedRecordDoesNotTakeTheKeysOfOthers() throws IOException {
        harness.with(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, DecodeErrorPolicy.SKIP);
        harness.client.append("s1", "bad-a");
        harness.client.append("s1", "twice-b");

        harness.read("s1").run();

        assertThat(harness.emitted).containsExactly("twice-b", "twice-b-again");
        assertThat(remembered(harness)).contains("twice-b");
    }

    @Test
    void recordsThatTheStartLeavesOutAreNotRemembered() throws IOException {
        Instant now = harness.clock.instant();
        harness.client.append("s1", "old", now.minusSeconds(10));
        harness.client.append("s1", "new", now);

        harness.read(ReaderHarness.split("s1", ShardPosition.trimHorizon(now))).run();

        assertThat(remembered(harness)).containsExactly("new");
    }

    @Test
    void anInsertionWithoutKeysFails() {
        harness.client.appendJson(
                "s1", "7", "{\"dynamodb\":{\"SequenceNumber\":\"7\"},\"eventName\":\"INSERT\"}");

        assertThatThrownBy(() -> harness.read("s1").run())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("INSERT record 7 of shard s1 of stream arn:")
                .hasMessageContaining("has no keys")
                .hasMessageContaining("Check that 'aws.endpoint' points to DynamoDB Streams");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REPAIR")
    void underOtherPoliciesNothingIsRemembered(DataLossPolicy policy) throws IOException {
        ReaderHarness other = harness(policy);
        other.client.tellTime(Duration.ZERO);
        other.client.append("s1", "a");

        other.read("s1").runFor(Duration.ofMinutes(5));

        ShardSplit state = state(other);
        assertThat(other.emitted).containsExactly("a");
        assertThat(state.recentInserts()).isEmpty();
        assertThat(state.readUpTo()).isEmpty();
        assertThat(new DynamoDbStreamsSplitSerializer().serialize(state)[1] & 0x40).isZero();
    }

    // Up to when a shard has been read.

    @Test
    void aQuietShardIsReadUpToAMinuteOrTwoAgoAtNoMoreCalls() throws IOException {
        ReaderHarness other = harness(DataLossPolicy.FAIL);
        for (ReaderHarness each : List.of(harness, other)) {
            each.client.tellTime(Duration.ofSeconds(20));
            each.client.append("s1", "a");
            each.read("s1").runFor(Duration.ofMinutes(10));
        }

        Instant serviceTime = harness.clock.instant().minusSeconds(20);
        assertThat(state(harness).readUpTo().orElseThrow())
                .isBetween(serviceTime.minusSeconds(140), serviceTime.minusSeconds(60));
        assertThat(harness.client.calls(Operation.GET_RECORDS))
                .isEqualTo(other.client.calls(Operation.GET_RECORDS));
    }

    @Test
    void aQuietShardChangesItsStateOnceAMinuteAtMost() throws IOException {
        harness.client.tellTime(Duration.ZERO);
        harness.read("s1");
        List<Instant> times = new ArrayList<>();

        for (int second = 0; second < 600; second++) {
            harness.runFor(Duration.ofSeconds(1));
            state(harness).readUpTo().filter(time -> !times.contains(time)).ifPresent(times::add);
        }

        assertThat(times).hasSizeBetween(8, 10).isSorted();
        for (int i = 1; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 1), times.get(i)))
                    .isGreaterThanOrEqualTo(QuietTime.LEAST);
        }
    }

    @Test
    void withoutTheServicesTimeThisMachinesMayBeAheadByAMinute() throws IOException {
        harness.read("s1").runFor(Duration.ofMinutes(5));

        Instant now = harness.clock.instant();
        assertThat(state(harness).readUpTo().orElseThrow())
                .isBetween(now.minusSeconds(200), now.minusSeconds(120));
    }

    @Test
    void emptyPagesOnTheWayThroughAShardProveNothing() throws IOException {
        harness.client.tellTime(Duration.ZERO);
        harness.client.append("s1", "a", harness.clock.instant().minus(Duration.ofHours(9)));
        harness.client.emptyPages("s1", 25);

        harness.read("s1").runFor(Duration.ofSeconds(30));
        Optional<Instant> open = state(harness).readUpTo();
        harness.client.closeShard("s1");
        harness.runFor(Duration.ofMinutes(2));

        assertThat(open).isEmpty();
        assertThat(harness.emitted).containsExactly("a");
        assertThat(state(harness).isEnded()).isTrue();
        assertThat(state(harness).readUpTo()).isEmpty();
    }

    private static ShardSplit state(ReaderHarness harness) throws IOException {
        return (ShardSplit) harness.checkpoint()[0];
    }

    private static List<String> remembered(ReaderHarness harness) throws IOException {
        List<String> keys = new ArrayList<>();
        state(harness)
                .recentInserts()
                .ifPresent(
                        inserts ->
                                inserts.forEach(
                                        (second, key) -> keys.add(key.utf8().split("\"")[5])));
        return keys;
    }

    private static List<Long> seconds(ReaderHarness harness) throws IOException {
        List<Long> seconds = new ArrayList<>();
        state(harness)
                .recentInserts()
                .ifPresent(inserts -> inserts.forEach((second, key) -> seconds.add(second)));
        return seconds;
    }
}
