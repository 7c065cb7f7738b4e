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

import io.github.flinkdynamodb.tools.benchmarks.peer.PeerClasses;
import io.github.flinkdynamodb.tools.benchmarks.peer.PeerFactory;
import io.github.flinkdynamodb.tools.benchmarks.peer.PeerStream;
import io.github.flinkdynamodb.tools.benchmarks.report.Jobs;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.util.function.IntConsumer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.TemporaryClassLoaderContext;

/** Reads with the source of a peer, in a local cluster of this process, to the sink of a job. */
final class PeerReader implements RecordReader {

    /** Of the one job that runs: its functions are copies, so that this is static. */
    private static volatile IntConsumer listener = number -> {};

    private final JobClient job;

    private PeerReader(JobClient job) {
        this.job = job;
    }

    /** Reads with a peer. */
    static Factory of(PeerClasses peer) {
        return (simulator, table, onRecord) -> start(peer, simulator, table, onRecord);
    }

    private static RecordReader start(
            PeerClasses peer, Simulator simulator, SimulatedTable table, IntConsumer onRecord)
            throws Exception {
        listener = onRecord;
        PeerFactory factory = peer.factory();
        PeerStream stream =
                new PeerStream(
                        table.streamArn(),
                        simulator.endpoint(),
                        PeerStream.Start.TRIM_HORIZON,
                        LoneRecords.NUMBER);
        TemporaryClassLoaderContext context = TemporaryClassLoaderContext.of(peer.loader());
        try {
            StreamExecutionEnvironment environment = peer.environment(1);
            environment
                    .fromSource(factory.source(stream), WatermarkStrategy.noWatermarks(), "peer")
                    .map(new Arrival<>(factory.recordNumber(stream)))
                    .returns(Types.INT)
                    .sinkTo(new DiscardingSink<>());
            return new PeerReader(environment.executeAsync("peer"));
        } finally {
            context.close();
        }
    }

    @Override
    public void stop() throws Exception {
        Jobs.stop(job);
    }

    /** Calls the listener; returns what nobody reads. */
    private static final class Arrival<T> implements MapFunction<T, Integer> {
        private static final long serialVersionUID = 1L;

        private final PeerFactory.RecordNumber recordNumber;

        Arrival(PeerFactory.RecordNumber recordNumber) {
            this.recordNumber = recordNumber;
        }

        @Override
        public Integer map(T element) {
            Long number = recordNumber.of(element);
            if (number != null) {
                listener.accept(number.intValue());
            }
            return 0;
        }
    }
}
