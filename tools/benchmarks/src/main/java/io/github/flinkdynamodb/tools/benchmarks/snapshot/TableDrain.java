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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.tools.benchmarks.catchup.Arrivals;
import java.net.URI;
import java.time.Duration;

/** Reads a table to its end, and has {@link Arrivals} count the items. */
interface TableDrain {

    /**
     * Reads the whole table.
     *
     * @param endpoint serves the table
     * @param limit after which it is given up
     * @param allArrived run when all has arrived, before anything is cleared away
     * @throws Exception if not all came
     */
    void drain(URI endpoint, PreparedTable table, Duration limit, Runnable allArrived)
            throws Exception;
}
