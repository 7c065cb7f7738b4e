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
package io.github.flinkdynamodb.streams.source.metrics;

import java.time.Duration;

/**
 * How the autoscaler of Flink's Kubernetes Operator finds the parallelism of a source, with its
 * default settings: <a
 * href="https://nightlies.apache.org/flink/flink-kubernetes-operator-docs-main/docs/custom-resource/autoscaler/">
 * documentation</a>. Of its metrics the source has only {@code pendingRecords} to add.
 */
final class AutoscalerRule {

    /** How long the operator lets a job take to catch up. */
    static final Duration CATCH_UP = Duration.ofMinutes(30);

    private static final Duration RESTART = Duration.ofMinutes(5);
    private static final double UTILIZATION = 0.7;
    private static final double MOST_DOWN = 0.6;

    private final int partitions;

    /**
     * Creates the rule.
     *
     * @param partitions no parallelism is higher, since shards bound it
     */
    AutoscalerRule(int partitions) {
        this.partitions = partitions;
    }

    /**
     * Decides.
     *
     * @param parallelism of the source now
     * @param readPerSecond how many records all its subtasks read, a mean over a window
     * @param busy the part of that time in which they were busy, up to 1
     * @param pendingBefore the sum of {@code pendingRecords} when the window began
     * @param pending the same now
     * @param window how long it is
     * @return the new parallelism
     */
    int parallelism(
            int parallelism,
            double readPerSecond,
            double busy,
            double pendingBefore,
            double pending,
            Duration window) {
        double growth = (pending - pendingBefore) / window.toSeconds();
        double written = Math.max(0, readPerSecond + growth);
        double wanted =
                written / UTILIZATION
                        + pending / CATCH_UP.toSeconds()
                        + written * RESTART.toSeconds() / CATCH_UP.toSeconds();
        double possible = readPerSecond / busy;
        double factor = Math.max(1 - MOST_DOWN, Math.round(wanted) / possible);
        return (int) Math.min(partitions, Math.ceil(factor * parallelism));
    }
}
