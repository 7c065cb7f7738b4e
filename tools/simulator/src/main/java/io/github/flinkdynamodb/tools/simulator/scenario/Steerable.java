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
package io.github.flinkdynamodb.tools.simulator.scenario;

import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.export.Exports;
import io.github.flinkdynamodb.tools.simulator.fault.Faults;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.http.CallCounts;
import io.github.flinkdynamodb.tools.simulator.permission.Permissions;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.List;

/** What {@link Actions} and {@link Control} steer: a simulator, without its server. */
public interface Steerable {

    /**
     * Adds a table with an enabled stream.
     *
     * @param settings how it behaves
     * @throws IllegalArgumentException if there is a table of that name
     */
    SimulatedTable createTable(TableSettings settings);

    /**
     * Returns a table by its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    SimulatedTable table(String name);

    /** Returns all tables. */
    List<SimulatedTable> tables();

    /** Returns its time. */
    SimulatorClock clock();

    /** Returns the exports of its tables: their buckets, and how they behave. */
    Exports exports();

    /** Returns what goes wrong, and how often it did. */
    Faults faults();

    /** Returns what its callers may do. */
    Permissions permissions();

    /** Returns how often each call came, and what was handed out. */
    CallCounts counts();

    /** Lets every call of an operation take a time. */
    void setLatency(Operation operation, Latency latency);

    /** Closes all connections, but for those that steer it over HTTP, and goes on listening. */
    void dropConnections();
}
