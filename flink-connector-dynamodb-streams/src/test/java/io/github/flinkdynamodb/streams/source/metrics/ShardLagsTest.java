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
package io.github.flinkdynamodb.streams.source.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ManualClock;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ShardLagsTest {

    private static final Offset<Long> A_FEW = Offset.offset(10L);

    private final ManualClock clock = new ManualClock();
    private final ShardLags lags =
            new ShardLags(clock, 3_000, new ShardGauges(new UnregisteredMetricsGroup(), clock, 0));

    /** Reads two pages, of a shard that gets ten records a second, up to some seconds ago. */
    private void readTwoPages(ShardLag lag, int secondsAgo) {
        long upTo = clock.millis() - secondsAgo * 1_000L;
        lag.behind(upTo - 200_000, upTo - 100_000, 1_000);
        lag.behind(upTo - 100_000, upTo, 1_000);
    }

    @Test
    void whatIsLeftIsTheLagTimesTheRateOfEachShard() {
        readTwoPages(lags.watch("a", null, null), 60);
        readTwoPages(lags.watch("b", null, null), 3_600);

        assertThat(lags.records()).isCloseTo(600 + 36_000, A_FEW);
        assertThat(lags.mostMillis()).isEqualTo(3_600_000);
    }

    @Test
    void nothingIsLeftOfAShardThatIsCaughtUpWith() {
        ShardLag lag = lags.watch("a", null, null);
        readTwoPages(lag, 60);

        lag.caughtUp(clock.millis(), 600);

        assertThat(lags.records()).isZero();
    }

    @Test
    void anEndedShardIsAsFarBehindAsItsChildrenAreUntilTheyAreHere() {
        readTwoPages(lags.watch("parent", null, null), 60);

        lags.ended("parent");

        assertThat(lags.mostMillis()).isEqualTo(60_000);
        assertThat(lags.records()).isCloseTo(600, A_FEW);
    }

    @Test
    void whereAShardHasEndedThatWasCaughtUpWithItIsBehindOnceItsChildrenAreOverdue() {
        lags.watch("parent", null, null).caughtUp(clock.millis(), 0);
        lags.ended("parent");

        clock.advanceMillis(3_000);
        long soon = lags.mostMillis();
        clock.advanceMillis(3_600_000);

        assertThat(soon).isZero();
        assertThat(lags.mostMillis()).isEqualTo(3_603_000);
    }

    @Test
    void aShardThatEndedForGoodIsNotBehind() {
        readTwoPages(lags.watch("leaf", null, null), 60);
        lags.ended("leaf");

        lags.unwatch("leaf");

        assertThat(lags.mostMillis()).isZero();
    }

    @Test
    void beforeItsFirstPageAShardIsAsFarBehindAsItsState() {
        lags.watch("a", null, clock.instant().minusSeconds(72_000));
        long restored = lags.mostMillis();
        lags.watch("b", null, clock.instant().plusSeconds(60));

        assertThat(restored).isEqualTo(72_000_000);
        assertThat(lags.mostMillis()).isEqualTo(72_000_000);
    }

    @Test
    void aChildBeginsWithTheLaterOfItsStateAndItsParentsEnd() {
        readTwoPages(lags.watch("parent", null, null), 60);
        lags.ended("parent");

        lags.watch("child", "parent", clock.instant().minusSeconds(7_200));
        long byParent = lags.mostMillis();
        lags.watch("child", "parent", clock.instant().minusSeconds(20));

        assertThat(byParent).isEqualTo(60_000);
        assertThat(lags.mostMillis()).isEqualTo(20_000);
    }

    @Test
    void theChildGoesOnWhereItsParentEnded() {
        readTwoPages(lags.watch("parent", null, null), 60);
        lags.ended("parent");

        lags.watch("child", "parent", null);
        long together = lags.records();
        lags.unwatch("parent");

        assertThat(lags.mostMillis()).isEqualTo(60_000);
        assertThat(together).isCloseTo(600, A_FEW);
        assertThat(lags.records()).isCloseTo(600, A_FEW);
    }

    @Test
    void aChildThatComesAfterItsParentWasDroppedGoesOnThereToo() {
        readTwoPages(lags.watch("parent", null, null), 60);
        lags.ended("parent");
        lags.unwatch("parent");

        lags.watch("child", "parent", null);

        assertThat(lags.mostMillis()).isEqualTo(60_000);
        assertThat(lags.records()).isCloseTo(600, A_FEW);
    }

    @Test
    void ofShardsThatWereDroppedLongAgoNothingIsKept() {
        readTwoPages(lags.watch("parent", null, null), 60);
        lags.ended("parent");
        lags.unwatch("parent");
        for (int i = 0; i < 1_000; i++) {
            lags.watch("s" + i, null, null);
            lags.ended("s" + i);
            lags.unwatch("s" + i);
        }

        lags.watch("child", "parent", null);

        assertThat(lags.mostMillis()).isZero();
    }

    @Test
    void aChildWhoseParentIsUnknownBeginsNow() {
        lags.watch("child", "parent", null);
        clock.advanceMillis(4_000);

        assertThat(lags.mostMillis()).isEqualTo(4_000);
        assertThat(lags.records()).isZero();
    }

    @Test
    void aShardThatSeemedToHaveEndedCountsOnce() {
        readTwoPages(lags.watch("a", null, null), 60);
        lags.ended("a");

        lags.watch("a", "a", null);

        assertThat(lags.records()).isCloseTo(600, A_FEW);
    }

    @Test
    void whatIsReadNoMoreIsNotLeft() {
        readTwoPages(lags.watch("a", null, null), 60);

        lags.unwatch("a");

        assertThat(lags.records()).isZero();
    }

    @Test
    void whereAShardIsKeptWhoseChildrenAreElsewhereNothingIsBehind() {
        readTwoPages(lags.watch("parent", null, null), 60);
        lags.ended("parent");

        lags.followed("parent");

        assertThat(lags.mostMillis()).isZero();
        assertThat(lags.records()).isZero();
    }

    /** After a restore the enumerator may be quicker than the fetcher. */
    @Test
    void whatFollowsAShardMayBeKnownBeforeItsEnd() {
        lags.followed("parent");

        lags.watch("parent", null, clock.instant().minusSeconds(600));
        lags.ended("parent");

        assertThat(lags.mostMillis()).isZero();
    }

    @Test
    void aShardThatIsReadAgainCountsAgain() {
        lags.watch("a", null, null);
        lags.ended("a");
        lags.followed("a");
        lags.unwatch("a");

        lags.watch("a", null, clock.instant().minusSeconds(600));
        lags.ended("a");

        assertThat(lags.mostMillis()).isEqualTo(600_000);
    }

    /** A restore adds shards in any order. */
    @Test
    void anEndedShardThatComesAfterItsChildIsNotBehind() {
        lags.watch("child", "parent", clock.instant());

        lags.watch("parent", null, clock.instant().minusSeconds(600));
        lags.ended("parent");

        assertThat(lags.mostMillis()).isZero();
    }
}
