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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.config.ScanConfig;
import java.util.Optional;

/** What a job may consume of a table by scanning it, or what it begins with. */
final class ReadBudget {

    /** The rest is left to the table's other users. */
    private static final double PART = 0.5;

    private final double unitsPerSecond;
    private final boolean mayGrow;

    private ReadBudget(double unitsPerSecond, boolean mayGrow) {
        this.unitsPerSecond = unitsPerSecond;
        this.mayGrow = mayGrow;
    }

    /**
     * Returns the budget that is set, else half of what the table has provisioned. A table that is
     * billed on demand has none: reading begins with half of its warm throughput.
     *
     * @return empty if the job may begin with as much as it can
     */
    static Optional<ReadBudget> of(ScanConfig config, TableDescription table) {
        if (config.maxReadCapacity().isPresent()) {
            return Optional.of(new ReadBudget(config.maxReadCapacity().get(), false));
        }
        boolean onDemand = table.provisionedReadUnits() == 0;
        double units = PART * (onDemand ? table.warmReadUnits() : table.provisionedReadUnits());
        return units == 0 ? Optional.empty() : Optional.of(new ReadBudget(units, onDemand));
    }

    /** Returns read capacity units a second, greater than 0. */
    double unitsPerSecond() {
        return unitsPerSecond;
    }

    /** Returns whether readers may consume more as long as the service doesn't throttle them. */
    boolean mayGrow() {
        return mayGrow;
    }

    @Override
    public String toString() {
        return unitsPerSecond + " read capacity units a second" + (mayGrow ? " to begin with" : "");
    }
}
