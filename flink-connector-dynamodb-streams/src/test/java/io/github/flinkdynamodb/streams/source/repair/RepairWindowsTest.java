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
package io.github.flinkdynamodb.streams.source.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.source.event.HeldShard;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which windows close a gap, for shards that have been read to these times. */
class RepairWindowsTest {

    private static final Instant STOPPED = Instant.parse("2026-11-02T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-05T10:00:00.5Z");

    private static Lineage lineage(String shard, Instant lastRecord) {
        return lineage(shard, lastRecord, null, Instant.EPOCH);
    }

    private static Lineage lineage(
            String shard, Instant lastRecord, Instant readUpTo, Instant keysSince) {
        return new Lineage(new HeldShard(shard, lastRecord, readUpTo, false, keysSince));
    }

    private static List<ExportFile> keys(int count) {
        return List.of(new ExportFile("keys", count, "md5").heldAs(new byte[] {1}));
    }

    @Test
    void aShardIsLostAsSoonAsWhatFollowsMayBeTrimmed() {
        Lineage old = lineage("old", NOW.minus(Duration.ofHours(24)));
        Lineage older = lineage("older", NOW.minus(Duration.ofHours(25)), null, null);
        Lineage seen =
                lineage(
                        "seen",
                        NOW.minus(Duration.ofHours(25)),
                        NOW.minus(Duration.ofHours(23)),
                        null);
        Lineage unread = lineage("unread", null, null, null);
        Lineage young = lineage("young", NOW.minus(Duration.ofHours(23)));

        assertThat(RepairWindows.lost(List.of(old, older, seen, unread, young), null, NOW))
                .containsExactly(old, older);
    }

    /** The shard is gone by then, and so are its children. */
    @Test
    void aShardOfWhichNothingWasReadIsLostADayAfterItsStart() {
        Duration day = Duration.ofHours(24);
        Lineage young = unread(NOW.minus(day).minus(Duration.ofHours(23)));
        Lineage old = unread(NOW.minus(day).minus(day));

        assertThat(RepairWindows.lost(List.of(young, old), null, NOW)).containsExactly(old);
        assertThat(RepairWindows.of(List.of(old), null, NOW, Instant.EPOCH).groups())
                .extracting(LineageGroup::begin)
                .containsExactly(old.completeUpTo().truncatedTo(ChronoUnit.SECONDS));
    }

    private static Lineage unread(Instant readUpTo) {
        return new Lineage(new HeldShard("a", null, readUpTo, true, Instant.EPOCH));
    }

    @Test
    void aJobThatHadCaughtUpHasOneGroupAndWindowsOfADayAtMost() {
        RepairWindows windows =
                RepairWindows.of(
                        List.of(lineage("a", STOPPED), lineage("b", STOPPED.minusSeconds(20))),
                        null,
                        NOW,
                        Instant.EPOCH);

        assertThat(windows.groups()).hasSize(1);
        LineageGroup group = windows.groups().get(0);
        assertThat(group.begin()).isEqualTo("2026-11-02T09:58:40Z");
        assertThat(group.earlierBegin()).isEqualTo("2026-11-02T09:56:39Z");
        assertThat(group.keysFrom()).isEqualTo("2026-11-02T09:57:40Z");
        assertThat(windows.edges().get(0)).isEqualTo("2026-11-02T10:13:40Z");
        assertThat(windows.end()).isEqualTo("2026-11-05T09:59:00Z");
        assertThat(windows.edges()).hasSize(4);
        assertWindows(windows);
    }

    /** What a reader had read to its end later counts, not its last record. */
    @Test
    void anIdleShardIsAsFarAsItWasSeenToBeEmpty() {
        Lineage idle = lineage("idle", STOPPED.minus(Duration.ofDays(9)), STOPPED, Instant.EPOCH);

        RepairWindows windows =
                RepairWindows.of(List.of(idle, lineage("b", STOPPED)), null, NOW, Instant.EPOCH);

        assertThat(windows.groups()).hasSize(1);
        assertThat(windows.groups().get(0).begin()).isEqualTo(STOPPED.minusSeconds(60));
    }

    @Test
    void aShardThatLaggedHasFirstWindowsOfItsOwnThatEndWithTheOthers() {
        RepairWindows windows =
                RepairWindows.of(
                        List.of(
                                lineage("a", STOPPED),
                                lineage("b", STOPPED.minus(Duration.ofHours(1)))),
                        null,
                        NOW,
                        Instant.EPOCH);

        assertThat(windows.groups())
                .extracting(LineageGroup::begin)
                .containsExactly(Instant.parse("2026-11-02T08:59:00Z"), STOPPED.minusSeconds(60));
        assertThat(windows.groups())
                .extracting(LineageGroup::shardIds)
                .containsExactly(java.util.Set.of("b"), java.util.Set.of("a"));
        assertWindows(windows);
    }

    /** What its last window has emitted needn't have come from the stream, and isn't remembered. */
    @Test
    void aRepairShortlyAfterAnotherHasAWindowFromTheEndOfThatToo() {
        Instant repaired = Instant.parse("2026-11-02T10:00:30Z");

        RepairWindows windows =
                RepairWindows.of(List.of(lineage("a", STOPPED)), repaired, NOW, Instant.EPOCH);

        assertThat(windows.groups())
                .extracting(LineageGroup::begin)
                .containsExactly(STOPPED.minusSeconds(60), repaired);
        assertThat(windows.groups().get(1).shardIds()).isEmpty();
        Instant earlier = STOPPED.minusSeconds(61);
        assertThat(
                        RepairWindows.of(
                                        List.of(lineage("a", STOPPED)), earlier, NOW, Instant.EPOCH)
                                .groups())
                .hasSize(1);
        assertWindows(windows);
    }

    @Test
    void anUnreadShardBehindARepairIsReadUpToItsEnd() {
        Instant repaired = STOPPED;
        Lineage unread =
                new Lineage(
                        new HeldShard("a", null, repaired.minusSeconds(60), true, Instant.EPOCH));

        assertThat(RepairWindows.lost(List.of(unread), repaired, NOW)).containsExactly(unread);
        assertThat(RepairWindows.of(List.of(unread), repaired, NOW, Instant.EPOCH).groups())
                .extracting(LineageGroup::begin)
                .containsExactly(repaired);
    }

    /** It may be lost when its oldest records may be; but none is older than the shard. */
    @Test
    void aShardOfWhichNothingWasReadIsRepairedFromItsCreationOn() {
        Instant created = STOPPED.minusSeconds(200);
        String id = String.format("shardId-%020d-12345678", created.toEpochMilli());
        Instant dated = STOPPED.minus(Duration.ofHours(24));
        Lineage unread = new Lineage(new HeldShard(id, null, dated, true, Instant.EPOCH));
        List<Lineage> all = List.of(unread, lineage("a", STOPPED));

        RepairWindows windows = RepairWindows.of(all, null, NOW, Instant.EPOCH);

        assertThat(windows.groups())
                .extracting(LineageGroup::begin)
                .containsExactly(created.minusSeconds(60));
        assertThat(windows.withoutKeys(false)).isEmpty();
        assertThat(RepairWindows.lost(List.of(unread), null, STOPPED.plus(Duration.ofHours(23))))
                .isEmpty();
        assertWindows(windows);
    }

    /** Its first records were there when its reading began, and are trimmed before it goes on. */
    @Test
    void aShardOfWhichNothingWasReadIsLostADayAfterItsCreation() {
        Instant begun = STOPPED;
        Instant dated = begun.minus(Duration.ofHours(24));
        Instant created = begun.minus(Duration.ofHours(3));
        String id = String.format("shardId-%020d-12345678", created.toEpochMilli());
        List<Lineage> unread =
                List.of(new Lineage(new HeldShard(id, null, dated, true, Instant.EPOCH)));

        assertThat(RepairWindows.lost(unread, null, created.plus(Duration.ofHours(23)))).isEmpty();
        assertThat(RepairWindows.lost(unread, null, created.plus(Duration.ofHours(24))))
                .isEqualTo(unread);
    }

    @Test
    void aShardThatIsOlderThanADayIsRepairedFromADayBeforeItsReadingOn() {
        Instant dated = STOPPED.minus(Duration.ofHours(24));
        Instant created = dated.minusSeconds(3600);
        String id = String.format("shardId-%020d-12345678", created.toEpochMilli());
        Lineage unread = new Lineage(new HeldShard(id, null, dated, true, Instant.EPOCH));

        RepairWindows windows = RepairWindows.of(List.of(unread), null, NOW, Instant.EPOCH);

        assertThat(windows.groups())
                .extracting(LineageGroup::begin)
                .containsExactly(dated.minusSeconds(60));
    }

    /** One shard reads at the present, another one's next record has been trimmed. */
    @Test
    void shardsThatAreADayApartCannotBeRepaired() {
        assertThatThrownBy(
                        () ->
                                RepairWindows.of(
                                        List.of(
                                                lineage("a", NOW),
                                                lineage("b", NOW.minus(Duration.ofHours(25)))),
                                        null,
                                        NOW,
                                        Instant.EPOCH))
                .hasMessageContaining("too far apart")
                .hasMessageContaining("in 2 groups");
    }

    @Test
    void aPlanDeletesFirstThenReadsBothFirstWindowsThenTheChain() {
        RepairWindows windows =
                RepairWindows.of(List.of(lineage("a", STOPPED)), null, NOW, Instant.EPOCH);

        RepairPlan plan = RepairPlan.of("id", windows, List.of(keys(3)));

        Instant common = windows.edges().get(0);
        LineageGroup group = windows.groups().get(0);
        assertThat(plan.steps().subList(0, 3))
                .containsExactly(
                        RepairStep.ofDeletions(group.keysFrom(), group.begin(), keys(3)),
                        RepairStep.ofChanges(group.earlierBegin(), common),
                        RepairStep.ofChanges(group.begin(), common));
        assertThat(plan.steps()).hasSize(6);
        assertThat(plan.end()).isEqualTo(windows.end());
    }

    @Test
    void withoutKeysTheEarlierOfTheFirstWindowsIsOfNoUse() {
        RepairWindows windows =
                RepairWindows.of(List.of(lineage("a", STOPPED)), null, NOW, Instant.EPOCH);

        RepairPlan append = RepairPlan.of("id", windows, null);

        assertThat(append.steps()).allMatch(RepairStep::isOfChanges).hasSize(4);
        assertThat(RepairPlan.of("id", windows, List.of(List.of()))).isEqualTo(append);
    }

    @Test
    void keysThatAreRememberedTooShortAreNamed() {
        Lineage late = lineage("late", STOPPED, null, STOPPED.minusSeconds(30));
        Lineage never = lineage("never", STOPPED, null, null);
        Lineage idle = lineage("idle", STOPPED.minus(Duration.ofDays(1)), STOPPED, null);

        RepairWindows windows =
                RepairWindows.of(
                        List.of(late, never, idle, lineage("a", STOPPED)),
                        null,
                        NOW,
                        Instant.EPOCH);

        assertThat(windows.withoutKeys(false)).containsExactlyInAnyOrder(late, never);
    }

    /** An item that was changed then may have a line whose old image isn't what was emitted. */
    @Test
    void rowsAreNeededSinceTwoMinutesBeforeTheKeysAre() {
        Lineage enough = lineage("enough", STOPPED, null, STOPPED.minusSeconds(241));
        Lineage late = lineage("late", STOPPED, null, STOPPED.minusSeconds(240));

        RepairWindows windows = RepairWindows.of(List.of(enough, late), null, NOW, Instant.EPOCH);

        assertThat(windows.groups().get(0).earlierBegin()).isEqualTo(STOPPED.minusSeconds(181));
        assertThat(windows.withoutKeys(false)).isEmpty();
        assertThat(windows.withoutKeys(true)).containsExactly(late);
    }

    @Test
    void windowsGoOnFromTheEndOfEarlierOnes() {
        RepairWindows windows = RepairWindows.goingOn(STOPPED, NOW, Instant.EPOCH);

        assertThat(windows.edges().get(0)).isEqualTo(STOPPED);
        assertThat(windows.groups()).isEmpty();
        assertWindows(windows);
    }

    /** The stream was enabled some seconds ago; the last window must not end before. */
    @Test
    void theLastWindowEndsWhenTheStreamThatIsReadBehindItHadBeenEnabled() {
        Instant enabled = NOW.minusSeconds(2);

        RepairWindows windows =
                RepairWindows.of(List.of(lineage("a", STOPPED)), null, NOW, enabled);

        assertThat(windows.end()).isEqualTo("2026-11-05T10:00:59Z");
        assertWindows(windows);
    }

    /** The gap between two streams may be short: the first window still has its 15 minutes. */
    @Test
    void aShortGapIsOneWindowThatEndsInTheFuture() {
        RepairWindows windows =
                RepairWindows.of(
                        List.of(lineage("a", NOW.minusSeconds(300))),
                        null,
                        NOW,
                        NOW.minusSeconds(10));

        assertThat(windows.edges()).hasSize(1);
        assertThat(windows.end()).isAfter(NOW).isBefore(NOW.plus(Duration.ofMinutes(15)));
        assertWindows(windows);
    }

    @Test
    void aStateOfWhichNothingIsKnownCannotBeRepaired() {
        assertThatThrownBy(() -> RepairWindows.of(List.of(), null, NOW, Instant.EPOCH))
                .hasMessageContaining("doesn't hold how far the stream has been read");
    }

    /** Each change of each shard lies in a window that begins when the shard was known so far. */
    @Test
    void randomShardsHaveWindowsAsTheServiceTakesThem() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<Lineage> lineages = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(20); i++) {
                Instant last = STOPPED.minusMillis(random.nextInt(3_600_000));
                Instant upTo = random.nextBoolean() ? null : last.plusMillis(random.nextInt(1000));
                lineages.add(lineage("s" + i, last, upTo, Instant.EPOCH));
            }
            Instant now = STOPPED.plusSeconds(random.nextInt(3_000_000));
            RepairWindows windows;
            try {
                windows = RepairWindows.of(lineages, null, now, Instant.EPOCH);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("groups");
                continue;
            }
            assertWindows(windows);
            for (LineageGroup group : windows.groups()) {
                for (Lineage lineage : group.members()) {
                    assertThat(group.begin()).isBeforeOrEqualTo(lineage.completeUpTo());
                    assertThat(windows.edges().get(0)).isAfterOrEqualTo(lineage.emittedBefore());
                    assertThat(group.keysFrom())
                            .isAfterOrEqualTo(
                                    lineage.completeUpTo()
                                            .plus(Lineage.FUZZINESS)
                                            .minus(LineageGroup.MEMORY));
                }
            }
        }
    }

    private static void assertWindows(RepairWindows windows) {
        RepairPlan plan = RepairPlan.of("id", windows, windowKeys(windows));
        for (RepairStep step : plan.steps()) {
            if (step.isOfChanges()) {
                assertThat(step.from().getNano() + step.to().getNano()).isZero();
                assertThat(Duration.between(step.from(), step.to()))
                        .isBetween(Duration.ofMinutes(15), Duration.ofHours(24));
            }
        }
        List<Instant> edges = windows.edges();
        assertThat(edges).isSorted().doesNotHaveDuplicates();
        assertThat(windows.end()).isEqualTo(edges.get(edges.size() - 1));
    }

    private static List<List<ExportFile>> windowKeys(RepairWindows windows) {
        List<List<ExportFile>> keys = new ArrayList<>();
        windows.groups().forEach(group -> keys.add(keys(1)));
        return keys;
    }
}
