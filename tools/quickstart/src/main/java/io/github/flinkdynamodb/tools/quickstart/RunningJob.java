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
package io.github.flinkdynamodb.tools.quickstart;

import java.time.Duration;
import java.util.Optional;

/** A job that runs until it is stopped, or fails. */
interface RunningJob {

    /**
     * Waits for the job to end by itself, which it does only if it fails.
     *
     * @param patience how long to wait
     * @return why the job ended; empty if it runs
     * @throws InterruptedException if the thread is interrupted
     */
    Optional<String> awaitEnd(Duration patience) throws InterruptedException;
}
