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
package io.github.flinkdynamodb.streams.source.config;

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.BOUNDED_MODE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DATA_LOSS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** How a gap in the stream is closed by {@code scan.on-data-loss} = {@code repair}. Immutable. */
@Internal
public final class RepairConfig implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ExportTarget target;
    private final Downstream downstream;

    private RepairConfig(ExportTarget target, Downstream downstream) {
        this.target = target;
        this.downstream = downstream;
    }

    /**
     * Reads and validates the options {@code scan.repair.*}.
     *
     * @param options the options
     * @param policy what to do if changes can no longer be read
     * @param stopping where reading stops
     * @param downstream what the source's elements are for
     * @return the settings; null if no gap is repaired
     * @throws IllegalConfigurationException if a value is wrong, missing, or of no use
     */
    static RepairConfig parse(
            ReadableConfig options,
            DataLossPolicy policy,
            StoppingPosition stopping,
            Downstream downstream) {
        if (policy != DataLossPolicy.REPAIR) {
            rejectUnused(options, REPAIR_EXPORT_BUCKET);
            ExportOptions.REPAIR.besideBucket().forEach(option -> rejectUnused(options, option));
            return null;
        }
        ExportTarget target = ExportTarget.ofRepair(options);
        if (target == null) {
            throw new IllegalConfigurationException(
                    "Missing option '%s': '%s' = 'repair' needs it, the bucket that DynamoDB"
                            + " exports changes into. The table needs point-in-time recovery",
                    REPAIR_EXPORT_BUCKET.key(), ON_DATA_LOSS.key());
        }
        if (stopping.mode() != StoppingPosition.Mode.NEVER) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not possible with '%s' = 'repair', which goes on to the"
                            + " present: remove one of them",
                    BOUNDED_MODE.key(), options.get(BOUNDED_MODE), ON_DATA_LOSS.key());
        }
        return new RepairConfig(target, downstream);
    }

    private static void rejectUnused(ReadableConfig options, ConfigOption<?> option) {
        options.getOptional(ConfigOptions.key(option.key()).stringType().noDefaultValue())
                .ifPresent(
                        value -> {
                            throw new IllegalConfigurationException(
                                    "'%s' = '%s' is not used by '%s' = '%s': remove it, or set '%s'"
                                            + " = 'repair'",
                                    option.key(),
                                    value,
                                    ON_DATA_LOSS.key(),
                                    options.get(ON_DATA_LOSS),
                                    ON_DATA_LOSS.key());
                        });
    }

    /** Returns where exports are written to. */
    public ExportTarget target() {
        return target;
    }

    /**
     * Returns whether the deletion is emitted of items that may have come and gone in the gap.
     *
     * @return false if rows are only appended
     */
    public boolean deletes() {
        return downstream != Downstream.APPENDS;
    }

    /**
     * Returns whether an operator behind the source must know what was emitted last of each item.
     *
     * @return false if what is emitted doesn't depend on that
     */
    public boolean needsRows() {
        return downstream == Downstream.KEEPS;
    }
}
