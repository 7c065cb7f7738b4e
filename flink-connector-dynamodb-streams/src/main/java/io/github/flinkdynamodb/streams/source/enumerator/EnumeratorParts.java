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

import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SplitFactory;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.CoordinatorExecutor;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.DiscoveryCalls;
import io.github.flinkdynamodb.streams.source.loss.DataLossHandler;
import io.github.flinkdynamodb.streams.source.metrics.EnumeratorMetrics;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.time.Duration;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** The parts of an enumerator that its sessions share. */
final class EnumeratorParts {

    final SplitEnumeratorContext<DynamoDbStreamsSplit> context;
    final SourceConfig config;
    final StreamsClient client;
    final CoordinatorExecutor executor;
    final SplitFactory splits;
    final StreamChecks checks;
    final EnumeratorMetrics metrics;
    final DataLossHandler dataLoss;
    final DiscoveryCalls calls;
    final CheckpointGate gate;
    final OverlapSession overlap;

    /**
     * Creates the parts.
     *
     * @param context Flink's context
     * @param config the settings
     * @param client makes the calls
     * @param executor the coordinator's thread
     * @param splits makes splits of shards
     * @param checks checks streams
     */
    EnumeratorParts(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context,
            SourceConfig config,
            StreamsClient client,
            CoordinatorExecutor executor,
            SplitFactory splits,
            StreamChecks checks) {
        this.context = context;
        this.config = config;
        this.client = client;
        this.executor = executor;
        this.splits = splits;
        this.checks = checks;
        this.metrics = new EnumeratorMetrics(context.metricGroup());
        this.metrics.frontier(Duration.ZERO, OverlapSession.RETENTION);
        this.overlap =
                new OverlapSession(
                        config.scan().overlap(),
                        context.currentParallelism(),
                        executor.serviceClock());
        this.dataLoss =
                new DataLossHandler(config.onDataLoss(), metrics::dataLost, overlap::isReconciling);
        this.calls =
                new DiscoveryCalls(
                        client, executor, config.retryMaxDuration(), metrics.describeStreamCalls());
        this.gate = new CheckpointGate(executor, context.currentParallelism());
    }

    boolean isRegistered(int subtask) {
        return context.registeredReaders().containsKey(subtask);
    }

    /** Returns whether what is sent to a reader now gets there. */
    boolean canReach(int subtask) {
        return isRegistered(subtask) && gate.isOpen(subtask);
    }

    /** Returns whether the source reads up to a stopping position only. */
    boolean isBounded() {
        return config.stopping().mode() != StoppingPosition.Mode.NEVER;
    }
}
