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
package io.github.flinkdynamodb.streams.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentInsertsTest {

    private static final long START = 1_700_000_000;
    private static final long KEPT = RecentInserts.KEPT.getSeconds();

    private final RecentInsertsLog log = new RecentInsertsLog();

    @Test
    void keysComeInTheirOrderWithTheirSeconds() {
        add(log, START, "a");
        add(log, START + 9, "b");
        add(log, START + 10, "c");
        add(log, START + 300, "d");

        assertThat(keys(log.toInserts()))
                .containsExactly(
                        START + " a", START + 9 + " b", START + 10 + " c", START + 300 + " d");
        assertThat(log.toInserts().size()).isEqualTo(4);
    }

    @Test
    void aKeyIsTheBytesOfItsSliceAlone() {
        byte[] page = "..{\"id\":{\"S\":\"\u00e4\"}}..".getBytes(StandardCharsets.UTF_8);

        log.add(-START, new ByteSlice(page, 2, page.length - 4));
        page[3] = 'x';

        assertThat(keys(log.toInserts())).containsExactly(-START + " {\"id\":{\"S\":\"\u00e4\"}}");
    }

    @Test
    void nothingIsSharedWithWhatIsAddedLater() {
        List<RecentInserts> snapshots = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            add(log, START + i, "key " + i);
            snapshots.add(log.toInserts());
        }

        for (int i = 0; i < 500; i++) {
            assertThat(snapshots.get(i).size()).isEqualTo(i + 1);
            assertThat(keys(snapshots.get(i))).last().isEqualTo(START + i + " key " + i);
        }
    }

    @Test
    void aSnapshotDoesNotCopyKeys() {
        add(log, START, "a");
        byte[] before = log.toInserts().buckets().get(0).bytes;
        add(log, START, "b");

        assertThat(log.toInserts().buckets().get(0).bytes).isSameAs(before);
    }

    @Test
    void twoThatBeginWithTheSameKeysDoNotMix() {
        add(log, START, "parent");
        RecentInserts inherited = log.toInserts();
        RecentInsertsLog one = new RecentInsertsLog(inherited);
        RecentInsertsLog other = new RecentInsertsLog(inherited);

        add(one, START, "one");
        add(other, START, "other");

        assertThat(keys(one.toInserts())).containsExactly(START + " parent", START + " one");
        assertThat(keys(other.toInserts())).containsExactly(START + " parent", START + " other");
        assertThat(keys(inherited)).containsExactly(START + " parent");
    }

    @Test
    void whatIsDroppedIsOlderThanTheSecond() {
        for (int i = 0; i <= 60; i++) {
            add(log, START + i, "k");
        }

        log.dropBefore(START + 35);

        List<String> left = keys(log.toInserts());
        assertThat(left).contains(START + 35 + " k").doesNotContain(START + 25 + " k");
    }

    @Test
    void aManyTimesFullBucketKeepsAllKeys() {
        String big = "x".repeat(3_000);
        for (int i = 0; i < 100; i++) {
            add(log, START, big + i);
        }

        assertThat(log.toInserts().size()).isEqualTo(100);
        assertThat(log.toInserts().buckets())
                .hasSizeGreaterThan(1)
                .allMatch(bucket -> bucket.length <= RecentInsertsLog.FULL_BYTES);
        assertThat(keys(log.toInserts())).last().isEqualTo(START + " " + big + 99);
    }

    @Property
    void noKeyOfThePageOrBeforeIsMissingAndEachIsThereOnce(
            @ForAll @Size(max = 60) List<@IntRange(max = 100) Integer> first,
            @ForAll @Size(max = 60) List<@IntRange(max = 100) Integer> second) {
        RecentInsertsLog page = new RecentInsertsLog();
        RecentInsertsLog shard = new RecentInsertsLog();
        List<String> expected = new ArrayList<>();
        first.forEach(i -> addTo(expected, shard, i, "first"));
        second.forEach(i -> addTo(expected, page, i, "second"));

        shard.addAll(page.toInserts());

        assertThat(keys(shard.toInserts())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(shard.toInserts().size()).isEqualTo(expected.size());
    }

    private static void addTo(List<String> expected, RecentInsertsLog to, int second, String key) {
        add(to, START + second, key);
        expected.add(START + second + " " + key);
    }

    @Test
    void bothAreThereWhenTwoAreMerged() {
        RecentInserts a = inserts(START, "a");
        RecentInserts b = inserts(START - 50, "b");

        assertThat(keys(a.and(b))).containsExactly(START + " a", START - 50 + " b");
        assertThat(a.and(RecentInserts.none())).isEqualTo(a);
        assertThat(RecentInserts.none().and(b)).isEqualTo(b);
        assertThat(RecentInserts.none().and(RecentInserts.none()).isEmpty()).isTrue();
    }

    @Test
    void equalityIsOfKeysAndSeconds() {
        assertThat(inserts(START, "a"))
                .isEqualTo(inserts(START, "a"))
                .hasSameHashCodeAs(inserts(START, "a"));
        assertThat(inserts(START, "a")).isNotEqualTo(inserts(START + 1, "a"));
        assertThat(inserts(START, "a")).isNotEqualTo(inserts(START, "b"));
        assertThat(inserts(START, "a")).isNotEqualTo(RecentInserts.none());
        assertThat(inserts(START, "a")).hasToString("1 recent inserts");
    }

    // The state of a shard.

    @Test
    void onlyRecordsThatAreOutMakeInsertionsOld() {
        ShardSplitState state = state();
        state.insertsFollow(inserts(START, "a"));
        state.advanceTo(SequenceNumber.of("1"), START * 1000);

        state.insertsFollow(inserts(START + 2 * KEPT, "b"));
        List<String> before = keys(state);
        state.advanceTo(SequenceNumber.of("2"), (START + 2 * KEPT) * 1000);

        assertThat(before).containsExactly(START + " a", START + 2 * KEPT + " b");
        assertThat(keys(state)).containsExactly(START + 2 * KEPT + " b");
    }

    @Test
    void anInsertionFiveMinutesOlderThanTheNewestRecordIsKept() {
        ShardSplitState state = state();
        state.insertsFollow(inserts(START + 9, "a"));

        state.advanceTo(SequenceNumber.of("1"), (START + 9 + KEPT) * 1000 + 999);

        assertThat(keys(state)).containsExactly(START + 9 + " a");
        state.advanceTo(SequenceNumber.of("2"), (START + 10 + KEPT) * 1000);
        assertThat(keys(state)).isEmpty();
        assertThat(state.toSplit().recentInserts()).contains(RecentInserts.none());
    }

    @Test
    void withoutCreationTimesInsertionsGetOldAsLaterOnesAreAnnounced() {
        ShardSplitState state = state();
        for (int i = 0; i < 5; i++) {
            state.insertsFollow(inserts(START + i * 400, "k" + i));
            state.advanceTo(SequenceNumber.of("" + i), ShardSplitState.UNKNOWN_TIME);
        }

        assertThat(keys(state))
                .containsExactly(START + 800 + " k2", START + 1200 + " k3", START + 1600 + " k4");
    }

    @Test
    void aStateThatWasToldNothingRemembersNothing() {
        ShardSplitState state = state();

        state.advanceTo(SequenceNumber.of("1"), START * 1000);

        assertThat(state.toSplit().recentInserts()).isEmpty();
        assertThat(state.toSplit().readUpTo()).isEmpty();
    }

    @Test
    void theTimeUpToWhichAllIsOutOnlyGrows() {
        ShardSplitState state = state();

        state.readUpTo(Instant.ofEpochSecond(START));
        state.readUpTo(Instant.ofEpochSecond(START - 60));

        assertThat(state.toSplit().readUpTo()).contains(Instant.ofEpochSecond(START));
    }

    @Test
    void whatASplitRemembersGoesThroughItsState() {
        ShardSplit split =
                state().toSplit()
                        .withReadUpTo(Instant.ofEpochSecond(START))
                        .withRecentInserts(inserts(START, "a"));

        assertThat(new ShardSplitState(split).toSplit()).isEqualTo(split);
        assertThat(split).isNotEqualTo(split.withReadUpTo(null));
        assertThat(split).isNotEqualTo(split.withRecentInserts(null));
        assertThat(split.toString())
                .endsWith(", read up to 2023-11-14T22:13:20Z, 1 recent inserts");
    }

    private static ShardSplitState state() {
        return new ShardSplitState(ShardSplit.of("arn", "s", null, ShardPosition.trimHorizon()));
    }

    static RecentInserts inserts(long second, String key) {
        RecentInsertsLog log = new RecentInsertsLog();
        add(log, second, key);
        return log.toInserts();
    }

    private static void add(RecentInsertsLog to, long second, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        to.add(second, new ByteSlice(bytes, 0, bytes.length));
    }

    private static List<String> keys(ShardSplitState state) {
        return keys(state.toSplit().recentInserts().orElseThrow());
    }

    private static List<String> keys(RecentInserts inserts) {
        List<String> keys = new ArrayList<>();
        inserts.forEach((second, key) -> keys.add(second + " " + key.utf8()));
        return keys;
    }
}
