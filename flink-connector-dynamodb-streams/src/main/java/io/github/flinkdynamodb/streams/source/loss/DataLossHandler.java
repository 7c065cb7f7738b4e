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
package io.github.flinkdynamodb.streams.source.loss;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import java.util.function.Function;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies {@code scan.on-data-loss} to losses that the reader or the enumerator has found. */
@Internal
public final class DataLossHandler {

    private static final Logger LOG = LoggerFactory.getLogger(DataLossHandler.class);
    private static final String OPTION = DynamoDbStreamsSourceOptions.ON_DATA_LOSS.key();

    private final DataLossPolicy policy;
    private final Runnable counter;

    /**
     * Creates a handler.
     *
     * @param policy the setting
     * @param counter counts a loss that the job continues after
     */
    public DataLossHandler(DataLossPolicy policy, Runnable counter) {
        this.policy = policy;
        this.counter = counter;
    }

    /**
     * Fails under the policy {@code fail}; else counts the loss, logs a warning and returns.
     *
     * @param loss what is lost and why, in sentences; the first begins in lower case
     * @param continuation how the source continues, such as "with the new stream"
     * @param failure creates the exception from its message
     * @param <E> the type of the exception
     * @throws E under the policy {@code fail}
     */
    public <E extends Exception> void onLoss(
            String loss, String continuation, Function<String, E> failure) throws E {
        if (policy == DataLossPolicy.FAIL) {
            throw failure.apply(
                    String.format(
                            "Data loss: %s To continue %s, set '%s' = 'continue'; otherwise start"
                                    + " the job without its state",
                            loss, continuation, OPTION));
        }
        counter.run();
        LOG.warn(
                "Data loss: {} Continuing {}, because '{}' = 'continue'",
                loss,
                continuation,
                OPTION);
    }
}
