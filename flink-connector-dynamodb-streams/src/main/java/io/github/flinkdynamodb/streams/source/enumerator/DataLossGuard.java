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

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.metrics.EnumeratorMetrics;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies {@code scan.on-data-loss} to what the enumerator finds to be lost. */
final class DataLossGuard {

    private static final Logger LOG = LoggerFactory.getLogger(DataLossGuard.class);

    private final DataLossPolicy policy;
    private final EnumeratorMetrics metrics;

    DataLossGuard(SourceConfig config, EnumeratorMetrics metrics) {
        this.policy = config.onDataLoss();
        this.metrics = metrics;
    }

    /**
     * Fails the job, or counts the loss and warns.
     *
     * @param loss what is lost, in a sentence
     * @param remedy what going on would mean
     * @throws FlinkRuntimeException under the policy {@code fail}
     */
    void lost(String loss, String remedy) {
        metrics.dataLoss();
        if (policy == DataLossPolicy.FAIL) {
            throw new FlinkRuntimeException(
                    String.format(
                            "%s Set '%s' = 'continue' to %s; otherwise start the job without its"
                                    + " state",
                            loss, DynamoDbStreamsSourceOptions.ON_DATA_LOSS.key(), remedy));
        }
        LOG.warn("{} Continuing, as '{}' says.", loss, policy);
    }
}
