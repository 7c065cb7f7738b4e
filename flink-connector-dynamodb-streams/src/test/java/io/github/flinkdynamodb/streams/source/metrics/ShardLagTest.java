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

import io.github.flinkdynamodb.streams.OnEachFlink;
import org.junit.jupiter.api.Test;

@OnEachFlink
class ShardLagTest {

    @Test
    void aShardOfWhichNothingIsKnownIsBehindSinceItWasAdded() {
        assertThat(new ShardLag(1_000, 50).millis(4_000)).isEqualTo(3_000);
    }

    @Test
    void aShardThatIsCaughtUpWithHasNoLagUntilAPollIsOverdue() {
        ShardLag lag = new ShardLag(0, 50);

        lag.caughtUp(1_000, 0);

        assertThat(lag.millis(1_050)).isZero();
        assertThat(lag.millis(1_051)).isEqualTo(51);
    }

    @Test
    void aShardThatIsBehindHasTheAgeOfItsNewestRecord() {
        ShardLag lag = new ShardLag(0, 50);
        lag.caughtUp(1_000, 0);

        lag.behind(900, 900, 0);

        assertThat(lag.millis(1_000)).isEqualTo(100);
    }

    @Test
    void aRecordFromTheFutureIsNoLag() {
        ShardLag lag = new ShardLag(0, 50);

        lag.behind(2_000, 2_000, 0);

        assertThat(lag.millis(1_000)).isZero();
    }
}
