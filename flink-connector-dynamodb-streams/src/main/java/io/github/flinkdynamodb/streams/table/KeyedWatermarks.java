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

import io.github.flinkdynamodb.streams.table.reconcile.KeyedRow;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkAlignmentParams;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.data.RowData;

/** The watermarks of a table, for rows on their way to be reconciled. */
final class KeyedWatermarks implements WatermarkStrategy<KeyedRow> {

    private static final long serialVersionUID = 1L;

    private final WatermarkStrategy<RowData> ofRows;

    KeyedWatermarks(WatermarkStrategy<RowData> ofRows) {
        this.ofRows = ofRows;
    }

    @Override
    public TimestampAssigner<KeyedRow> createTimestampAssigner(
            TimestampAssignerSupplier.Context context) {
        TimestampAssigner<RowData> assigner = ofRows.createTimestampAssigner(context);
        return (row, timestamp) -> assigner.extractTimestamp(row.row(), timestamp);
    }

    @Override
    public WatermarkGenerator<KeyedRow> createWatermarkGenerator(
            WatermarkGeneratorSupplier.Context context) {
        return new Generator(ofRows.createWatermarkGenerator(context));
    }

    @Override
    public WatermarkAlignmentParams getAlignmentParameters() {
        return ofRows.getAlignmentParameters();
    }

    private static final class Generator implements WatermarkGenerator<KeyedRow> {

        private final WatermarkGenerator<RowData> ofRows;

        Generator(WatermarkGenerator<RowData> ofRows) {
            this.ofRows = ofRows;
        }

        @Override
        public void onEvent(KeyedRow row, long timestamp, WatermarkOutput output) {
            ofRows.onEvent(row.row(), timestamp, output);
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            ofRows.onPeriodicEmit(output);
        }
    }
}
