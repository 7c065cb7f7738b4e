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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import java.time.Duration;

/** Reads a stream to its end, and has {@link Arrivals} count what comes. */
interface Drain {

    /**
     * Reads the whole stream.
     *
     * @param server serves the stream
     * @param limit after which it is given up
     * @param allArrived hears when all has arrived, before anything is cleared away
     * @throws Exception if not all came
     */
    void drain(
            PreparedPagesServer server, PreparedStream stream, Duration limit, Runnable allArrived)
            throws Exception;

    /** How often each record is counted: the rows that it becomes. */
    int timesEach();
}
