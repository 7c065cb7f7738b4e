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

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * What the planner has pushed down into a scan. All of it is one value, so a copy of the scan can't
 * miss a part. Immutable: each push-down returns a new value.
 */
final class PushedDown implements Cloneable {

    /** No limit. */
    static final long ALL_ROWS = Long.MAX_VALUE;

    private int[][] projection;
    private List<MetadataColumn> metadata;
    private DataType producedType;
    private Watermarks watermarks = Watermarks.NONE;
    private List<RowCondition> conditions = List.of();
    private long limit = ALL_ROWS;

    private PushedDown(TableColumns columns) {
        int count = DataType.getFieldCount(columns.physicalType());
        projection = new int[count][];
        for (int i = 0; i < count; i++) {
            projection[i] = new int[] {i};
        }
        metadata = columns.metadata();
        producedType = columns.physicalType();
    }

    /** Nothing is pushed down: all physical columns are produced, and all declared metadata. */
    static PushedDown none(TableColumns columns) {
        return new PushedDown(columns);
    }

    private PushedDown copy() {
        try {
            return (PushedDown) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    PushedDown withProjection(int[][] fields, DataType type) {
        PushedDown copy = copy();
        copy.projection = fields;
        copy.producedType = type;
        return copy;
    }

    PushedDown withMetadata(List<MetadataColumn> columns, DataType type) {
        PushedDown copy = copy();
        copy.metadata = List.copyOf(columns);
        copy.producedType = type;
        return copy;
    }

    PushedDown withWatermarks(WatermarkStrategy<RowData> strategy) {
        PushedDown copy = copy();
        copy.watermarks = new Watermarks(strategy, false);
        return copy;
    }

    PushedDown withSourceWatermarks() {
        PushedDown copy = copy();
        copy.watermarks = Watermarks.OF_SOURCE;
        return copy;
    }

    PushedDown withConditions(List<RowCondition> all) {
        PushedDown copy = copy();
        copy.conditions = List.copyOf(all);
        return copy;
    }

    PushedDown withLimit(long rows) {
        PushedDown copy = copy();
        copy.limit = rows;
        return copy;
    }

    /** The fields of the physical row that are produced, each by its path of indexes. */
    int[][] projection() {
        return projection;
    }

    /** The metadata columns, behind the physical ones. */
    List<MetadataColumn> metadata() {
        return metadata;
    }

    /** The type of the produced rows. */
    DataType producedType() {
        return producedType;
    }

    /**
     * The watermark strategy, if the source generates watermarks.
     *
     * @param ofSource what SOURCE_WATERMARK() means
     */
    Optional<WatermarkStrategy<RowData>> watermarks(SourceWatermarks ofSource) {
        return watermarks.ofSource
                ? Optional.of(ofSource.strategy())
                : Optional.ofNullable(watermarks.strategy);
    }

    /** What rows must meet, all of these. */
    List<RowCondition> conditions() {
        return conditions;
    }

    /** So many rows are enough; {@link #ALL_ROWS} without a limit. */
    long limit() {
        return limit;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof PushedDown)) {
            return false;
        }
        PushedDown that = (PushedDown) o;
        return Arrays.deepEquals(projection, that.projection)
                && metadata.equals(that.metadata)
                && producedType.equals(that.producedType)
                && watermarks.equals(that.watermarks)
                && conditions.equals(that.conditions)
                && limit == that.limit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                Arrays.deepHashCode(projection),
                metadata,
                producedType,
                watermarks,
                conditions,
                limit);
    }

    /** For people: what there is besides columns. */
    @Override
    public String toString() {
        return (conditions.isEmpty() ? "" : ", rows with " + conditions)
                + (limit == ALL_ROWS ? "" : ", at most " + limit + " rows a reader")
                + (watermarks.ofSource ? ", watermarks of the source" : "");
    }

    /** Either a strategy of the planner's, or the source's own, or none. */
    private static final class Watermarks {
        static final Watermarks NONE = new Watermarks(null, false);
        static final Watermarks OF_SOURCE = new Watermarks(null, true);

        private final WatermarkStrategy<RowData> strategy;
        private final boolean ofSource;

        Watermarks(WatermarkStrategy<RowData> strategy, boolean ofSource) {
            this.strategy = strategy;
            this.ofSource = ofSource;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Watermarks
                    && Objects.equals(strategy, ((Watermarks) o).strategy)
                    && ofSource == ((Watermarks) o).ofSource;
        }

        @Override
        public int hashCode() {
            return Objects.hash(strategy, ofSource);
        }
    }
}
