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

import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.WatermarkSpec;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * The watermarks of SOURCE_WATERMARK(): they follow the creation times of the changes. Immutable.
 */
final class SourceWatermarks {

    /**
     * How far creation times may go back within a shard. They are in whole seconds, of more than
     * one clock. A bounded source reads on for the same time after its end.
     */
    static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(5);

    private final Duration idleTimeout;
    private final String alignmentGroup;
    private final Duration alignmentDrift;
    private final Duration alignmentInterval;

    private SourceWatermarks(
            Duration idleTimeout,
            String alignmentGroup,
            Duration alignmentDrift,
            Duration alignmentInterval) {
        this.idleTimeout = idleTimeout;
        this.alignmentGroup = alignmentGroup;
        this.alignmentDrift = alignmentDrift;
        this.alignmentInterval = alignmentInterval;
    }

    /**
     * Reads the settings that the planner passes with other watermarks, but not with these.
     *
     * @param options the options of the table
     * @param session the configuration of the session
     */
    static SourceWatermarks of(ReadableConfig options, ReadableConfig session) {
        Duration idle =
                options.getOptional(FactoryUtil.SOURCE_IDLE_TIMEOUT)
                        .orElseGet(
                                () ->
                                        session.get(
                                                ExecutionConfigOptions
                                                        .TABLE_EXEC_SOURCE_IDLE_TIMEOUT));
        return new SourceWatermarks(
                idle,
                options.getOptional(FactoryUtil.WATERMARK_ALIGNMENT_GROUP).orElse(null),
                options.getOptional(FactoryUtil.WATERMARK_ALIGNMENT_MAX_DRIFT).orElse(null),
                options.get(FactoryUtil.WATERMARK_ALIGNMENT_UPDATE_INTERVAL));
    }

    /**
     * Checks that SOURCE_WATERMARK() is declared for the column that these watermarks follow.
     *
     * @throws ValidationException if it is declared for another
     */
    static void check(ResolvedSchema schema) {
        for (WatermarkSpec spec : schema.getWatermarkSpecs()) {
            if (isSourceWatermark(spec.getWatermarkExpression())) {
                checkColumn(schema, spec.getRowtimeAttribute());
            }
        }
    }

    /** SQL expressions have classes of the planner's own, so only the text tells what one is. */
    private static boolean isSourceWatermark(ResolvedExpression expression) {
        String text = expression.asSummaryString().replace("`", "").replace("_", "");
        return text.equalsIgnoreCase("sourceWatermark()");
    }

    private static void checkColumn(ResolvedSchema schema, String name) {
        Column column = schema.getColumn(name).orElse(null);
        String wanted = ReadableMetadata.APPROXIMATE_CREATION_TIME.key();
        boolean creationTime =
                column instanceof Column.MetadataColumn
                        && ((Column.MetadataColumn) column)
                                .getMetadataKey()
                                .orElse(name)
                                .equals(wanted)
                        && column.getDataType()
                                .getLogicalType()
                                .is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
        if (!creationTime) {
            throw new ValidationException(
                    String.format(
                            "WATERMARK FOR %s AS SOURCE_WATERMARK() is not possible: the source's"
                                    + " watermarks follow the creation times of the changes and"
                                    + " need a column declared as TIMESTAMP_LTZ(3) METADATA FROM"
                                    + " '%s'. Declare the watermark for such a column, or use an"
                                    + " expression, such as %s - INTERVAL '5' SECOND",
                            name, wanted, name));
        }
    }

    /** Creates the watermarks. Elements must carry the creation times. */
    WatermarkStrategy<RowData> strategy() {
        WatermarkStrategy<RowData> strategy =
                WatermarkStrategy.forBoundedOutOfOrderness(OUT_OF_ORDERNESS);
        if (!idleTimeout.isZero() && !idleTimeout.isNegative()) {
            strategy = strategy.withIdleness(idleTimeout);
        }
        if (alignmentGroup != null && alignmentDrift != null) {
            strategy =
                    strategy.withWatermarkAlignment(
                            alignmentGroup, alignmentDrift, alignmentInterval);
        }
        return strategy;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof SourceWatermarks)) {
            return false;
        }
        SourceWatermarks that = (SourceWatermarks) o;
        return idleTimeout.equals(that.idleTimeout)
                && Objects.equals(alignmentGroup, that.alignmentGroup)
                && Objects.equals(alignmentDrift, that.alignmentDrift)
                && Objects.equals(alignmentInterval, that.alignmentInterval);
    }

    @Override
    public int hashCode() {
        return Objects.hash(idleTimeout, alignmentGroup, alignmentDrift, alignmentInterval);
    }
}
