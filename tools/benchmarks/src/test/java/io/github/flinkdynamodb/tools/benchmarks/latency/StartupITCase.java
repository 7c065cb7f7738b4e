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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupITCase {

    private static final Duration CALL_TIME = Duration.ofMillis(1);

    @TempDir private Path folder;

    @Test
    void aNewJobReadsEachShardAndARestoredOneReadsWhatCameSince() throws Exception {
        StartupRun.Starts starts = new StartupRun(3, CALL_TIME, 2, folder).measure();

        assertThat(starts.fresh().first()).isBetween(0.0, starts.fresh().all());
        assertThat(starts.fresh().listing()).isPositive();
        assertThat(starts.fresh().calls()).isPositive();
        assertThat(starts.restored().first()).isBetween(0.0, starts.restored().all());
        assertThat(starts.restored().listing()).as("nothing was given out").isZero();
    }

    @Test
    void lateReadersGetTheShardsOnceTheyRegister() throws Exception {
        StartupRun.Result late =
                new StartupRun(3, CALL_TIME, 2, folder).measureLateReaders(Duration.ofMillis(300));

        assertThat(late.first()).isBetween(0.0, late.all());
        assertThat(late.listing()).as("not before there are readers").isGreaterThan(250);
    }
}
