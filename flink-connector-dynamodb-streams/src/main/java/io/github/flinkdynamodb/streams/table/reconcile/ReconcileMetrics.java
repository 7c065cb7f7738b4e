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
package io.github.flinkdynamodb.streams.table.reconcile;

import java.util.function.BooleanSupplier;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metrics of the operator that reconciles: {@code reconciledKeys}, the items that it keeps a
 * state for; {@code olderChangesDropped}, the changes that the rows of the scan had in them
 * already; {@code isReconciling}, 1 until rows go through. Used by the task's thread.
 */
@Internal
public final class ReconcileMetrics {

    private final Counter reconciledKeys;
    private final Counter olderChangesDropped;

    /**
     * Registers the metrics.
     *
     * @param group the operator's group
     * @param reconciling whether rows are still reconciled; asked by other threads
     */
    public ReconcileMetrics(MetricGroup group, BooleanSupplier reconciling) {
        this.reconciledKeys = group.counter("reconciledKeys");
        this.olderChangesDropped = group.counter("olderChangesDropped");
        group.<Integer, Gauge<Integer>>gauge(
                "isReconciling", () -> reconciling.getAsBoolean() ? 1 : 0);
    }

    void keyReconciled() {
        reconciledKeys.inc();
    }

    void olderChangeDropped() {
        olderChangesDropped.inc();
    }

    long reconciledKeys() {
        return reconciledKeys.getCount();
    }

    long olderChangesDropped() {
        return olderChangesDropped.getCount();
    }
}
