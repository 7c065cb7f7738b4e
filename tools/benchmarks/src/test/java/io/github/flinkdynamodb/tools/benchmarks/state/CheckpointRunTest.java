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
package io.github.flinkdynamodb.tools.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.tools.benchmarks.state.ShardHistory.Progress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckpointRunTest {

    private static final int SHARDS = 700;

    private final EnumeratorState state =
            ShardHistory.of(SHARDS, Duration.ofHours(30), Progress.UP_TO_DATE);

    @Test
    void theEnumeratorsCheckpointHoldsTheIdsAndLittleMore() throws Exception {
        CheckpointRun.Result result = new CheckpointRun(2, 3).enumerator(state);

        assertThat(result.bytes())
                .isBetween(ShardHistory.bytesOfIds(state), 2 * ShardHistory.bytesOfIds(state));
        assertThat(result.taken().count()).isEqualTo(3);
        assertThat(result.restored().count()).isEqualTo(3);
    }

    @Test
    void aReadersSplitHoldsItsShardParentAndStream() throws Exception {
        CheckpointRun.Result result = new CheckpointRun(2, 3).readers(state);

        assertThat(result.bytes() / SHARDS)
                .isBetween(2L * 37 + ShardHistory.STREAM_ARN.length(), 250L);
        assertThat(result.taken().count()).isEqualTo(3);
    }
}
