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

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DATA_LOSS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.REBALANCE_MAX_WAIT;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.REBALANCE_MODE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.REBALANCE_THRESHOLD;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.RebalanceMode;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** When the children of a shard leave its reader for another one. Immutable. */
@Internal
public final class RebalanceConfig implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final double MOST = 100;

    private final RebalanceMode mode;
    private final double threshold;
    private final Duration maxWait;

    private RebalanceConfig(RebalanceMode mode, double threshold, Duration maxWait) {
        this.mode = mode;
        this.threshold = threshold;
        this.maxWait = maxWait;
    }

    /**
     * Reads and validates the options {@code scan.rebalance.*}.
     *
     * @param options the options
     * @param policy what to do if changes can no longer be read
     * @return the settings, never null
     * @throws IllegalConfigurationException if a value is wrong, or of no use
     */
    static RebalanceConfig parse(ReadableConfig options, DataLossPolicy policy) {
        OptionValues values = new OptionValues(options);
        RebalanceMode mode = values.get(REBALANCE_MODE, RebalanceMode.class);
        if (mode == RebalanceMode.NONE) {
            rejectUnused(options, REBALANCE_THRESHOLD);
            rejectUnused(options, REBALANCE_MAX_WAIT);
        } else if (policy == DataLossPolicy.REPAIR) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not possible with '%s' = 'repair', for which a shard takes over"
                            + " from its parent what the same reader remembers: remove one of them",
                    REBALANCE_MODE.key(), mode, ON_DATA_LOSS.key());
        }
        return new RebalanceConfig(
                mode,
                threshold(values),
                values.within(REBALANCE_MAX_WAIT, Duration.ofSeconds(1), Duration.ofHours(1)));
    }

    private static double threshold(OptionValues values) {
        double threshold = values.get(REBALANCE_THRESHOLD, Double.class);
        // Written so that NaN is refused, too.
        if (!(threshold >= 1 && threshold <= MOST)) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': expected 1 to 100",
                    threshold, REBALANCE_THRESHOLD.key());
        }
        return threshold;
    }

    private static void rejectUnused(ReadableConfig options, ConfigOption<?> option) {
        options.getOptional(ConfigOptions.key(option.key()).stringType().noDefaultValue())
                .ifPresent(
                        value -> {
                            throw new IllegalConfigurationException(
                                    "'%s' = '%s' is not used by '%s' = 'none': remove it, or set"
                                            + " '%s' = 'shards' or 'bytes'",
                                    option.key(),
                                    value,
                                    REBALANCE_MODE.key(),
                                    REBALANCE_MODE.key());
                        });
    }

    /**
     * Returns whether children may leave the reader of their parent.
     *
     * @return false if they stay
     */
    public boolean isOn() {
        return mode != RebalanceMode.NONE;
    }

    /** Returns whether readers are compared by bytes, rather than by numbers of shards. */
    public boolean isByBytes() {
        return mode == RebalanceMode.BYTES;
    }

    /**
     * Returns how many times the mean of all readers one may have.
     *
     * @return at least 1
     */
    public double threshold() {
        return threshold;
    }

    /** Returns how long a child waits at most for the checkpoint after which it may move. */
    public Duration maxWait() {
        return maxWait;
    }
}
