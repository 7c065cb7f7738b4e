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

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * What the planner has pushed down into a scan, all of it in one value, so that a copy of the scan
 * can't forget a part. Immutable: each push-down makes another value.
 */
final class PushedDown {

    private final int[][] projection;
    private final List<ReadableMetadata> metadata;
    private final DataType producedType;
    private final WatermarkStrategy<RowData> watermarks;

    private PushedDown(
            int[][] projection,
            List<ReadableMetadata> metadata,
            DataType producedType,
            WatermarkStrategy<RowData> watermarks) {
        this.projection = projection;
        this.metadata = metadata;
        this.producedType = producedType;
        this.watermarks = watermarks;
    }

    /** Nothing is pushed down: all physical columns are produced. */
    static PushedDown none(DataType physicalType) {
        int columns = DataType.getFieldCount(physicalType);
        int[][] all = new int[columns][];
        for (int i = 0; i < columns; i++) {
            all[i] = new int[] {i};
        }
        return new PushedDown(all, List.of(), physicalType, null);
    }

    PushedDown withProjection(int[][] fields, DataType type) {
        return new PushedDown(fields, metadata, type, watermarks);
    }

    PushedDown withMetadata(List<ReadableMetadata> columns, DataType type) {
        return new PushedDown(projection, List.copyOf(columns), type, watermarks);
    }

    PushedDown withWatermarks(WatermarkStrategy<RowData> strategy) {
        return new PushedDown(projection, metadata, producedType, strategy);
    }

    /** The fields of the physical row that are produced, each by its path of indexes. */
    int[][] projection() {
        return projection;
    }

    /** The metadata columns, behind the physical ones. */
    List<ReadableMetadata> metadata() {
        return metadata;
    }

    /** The type of the produced rows. */
    DataType producedType() {
        return producedType;
    }

    /** How watermarks are made, if the source is to do that. */
    Optional<WatermarkStrategy<RowData>> watermarks() {
        return Optional.ofNullable(watermarks);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof PushedDown)) {
            return false;
        }
        PushedDown that = (PushedDown) o;
        return java.util.Arrays.deepEquals(projection, that.projection)
                && metadata.equals(that.metadata)
                && producedType.equals(that.producedType)
                && Objects.equals(watermarks, that.watermarks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                java.util.Arrays.deepHashCode(projection), metadata, producedType, watermarks);
    }
}
