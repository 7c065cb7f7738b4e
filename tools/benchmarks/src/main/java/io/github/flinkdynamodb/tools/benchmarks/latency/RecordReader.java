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

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.util.function.IntConsumer;

/** Reads the changes of a table from its trim horizon on, until it is stopped. */
interface RecordReader {

    /** Creates readers of one kind. */
    interface Factory {
        /**
         * Starts a reader.
         *
         * @param onRecord hears the number of each change, on any thread
         */
        RecordReader start(Simulator simulator, SimulatedTable table, IntConsumer onRecord)
                throws Exception;
    }

    /** Stops the reader, and waits until it has stopped. */
    void stop() throws Exception;
}
