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
package io.github.flinkdynamodb.streams.table;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;

/**
 * The source of a scan as an operator of the job. Its uid and its name are the same in every mode.
 *
 * @param <T> the type of the source's elements
 */
final class ScanOperator<T> {

    private static final String NAME = "dynamodb-streams";

    private final DynamoDbStreamsSource<T> source;
    private final WatermarkStrategy<T> watermarks;
    private final TableScan scan;
    private final String description;

    /**
     * Creates an operator.
     *
     * @param source the source
     * @param watermarks its watermarks
     * @param scan the table's scan
     * @param description what is read, for people
     */
    ScanOperator(
            DynamoDbStreamsSource<T> source,
            WatermarkStrategy<T> watermarks,
            TableScan scan,
            String description) {
        this.source = source;
        this.watermarks = watermarks;
        this.scan = scan;
        this.description = description;
    }

    /**
     * Puts the source into a job, with the job's parallelism.
     *
     * @throws org.apache.flink.table.api.ValidationException if the job's checkpoints aren't as the
     *     scan needs them
     */
    DataStreamSource<T> addTo(ProviderContext context, StreamExecutionEnvironment environment) {
        boolean overlaps = scan.settings().isInitial();
        boolean changes = scan.settings().isIncrementalExport();
        if (overlaps) {
            new OverlapCheck(scan, environment.getCheckpointConfig()).check();
        } else if (changes) {
            new ChainCheck(scan, environment.getCheckpointConfig()).check();
        }
        if (scan.settings().repairsGaps()) {
            new RepairCheck(scan).check(environment.getCheckpointConfig());
        }
        if (scan.settings().rebalances()) {
            new RebalanceCheck(scan, environment.getCheckpointConfig()).check();
        }
        DataStreamSource<T> stream =
                environment.fromSource(
                        source,
                        overlaps || changes ? source.holdWatermarks(watermarks) : watermarks,
                        NAME + "-" + scan.identifier());
        context.generateUid(NAME).ifPresent(stream::uid);
        stream.getTransformation().setDescription(description);
        return stream;
    }

    TableScan scan() {
        return scan;
    }

    /** The parallelism that the table sets. */
    Optional<Integer> parallelism() {
        return scan.settings().parallelism();
    }

    boolean isBounded() {
        return source.getBoundedness() == Boundedness.BOUNDED;
    }
}
