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
package io.github.flinkdynamodb.tools.simulator.table;

import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Throttles reading above the capacity of a table and of its partitions. What isn't used is saved
 * up for some time. A page passes as long as there is any capacity left, and may take more than
 * that: the pages after it wait until it is paid. Guarded by its table's lock.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html">Burst
 *     and adaptive capacity</a>
 */
final class ReadThrottle {

    private static final ServiceError EXCEEDED =
            ServiceError.PROVISIONED_THROUGHPUT_EXCEEDED.withMessage(
                    "The level of configured provisioned throughput for the table was exceeded."
                            + " Consider increasing your provisioning level with the UpdateTable"
                            + " API.");

    private final Bucket table;
    private final TableSettings settings;
    private final List<Bucket> partitions = new ArrayList<>();

    ReadThrottle(TableSettings settings, long now) {
        this.settings = settings;
        this.table = new Bucket(settings.readBurst(), now);
        this.table.setRate(settings.readCapacity(), now);
        for (int i = 0; i < settings.partitions(); i++) {
            Bucket partition = new Bucket(Duration.ofSeconds(1), now);
            partition.setRate(settings.partitionReadCapacity(), now);
            partitions.add(partition);
        }
    }

    /** Changes the capacity of the table; 0 for as much as is asked for. */
    void setTableRate(long unitsPerSecond, long now) {
        table.setRate(unitsPerSecond, now);
    }

    /** The capacity of the table a second, or 0. */
    long tableRate() {
        return table.rate;
    }

    /**
     * Checks that a page may be read.
     *
     * @param hash where the page begins
     * @throws ServiceException where the capacity is used up
     */
    void check(ItemKey hash, long now) {
        if (table.isUsedUp(now) || partition(hash).isUsedUp(now)) {
            throw new ServiceException(EXCEEDED);
        }
    }

    /** Takes what a page cost. */
    void take(ItemKey hash, double units) {
        table.take(units);
        partition(hash).take(units);
    }

    /** The partitions have equal parts of the hashes. */
    private Bucket partition(ItemKey hash) {
        return partitions.get(settings.partitionOf(hash.hash()));
    }

    /** Units that come at a rate, and are saved up for some time. */
    private static final class Bucket {

        private final double burstSeconds;
        private long rate;
        private double units;
        private long lastMillis;

        private Bucket(Duration burst, long now) {
            this.burstSeconds = burst.toMillis() / 1000.0;
            this.lastMillis = now;
        }

        /** Begins with the units of a second. */
        private void setRate(long unitsPerSecond, long now) {
            rate = unitsPerSecond;
            units = unitsPerSecond;
            lastMillis = now;
        }

        private boolean isUsedUp(long now) {
            double more = (now - lastMillis) * rate / 1000.0;
            units = Math.min(Math.max(1, burstSeconds) * rate, units + more);
            lastMillis = now;
            return rate > 0 && units <= 0;
        }

        private void take(double taken) {
            units -= rate > 0 ? taken : 0;
        }
    }
}
