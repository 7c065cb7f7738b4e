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
import java.util.function.BooleanSupplier;
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
    private final BooleanSupplier isReconciling;

    /**
     * Creates a handler that does as the setting says.
     *
     * @param policy the setting
     * @param counter counts a loss that the job continues after
     */
    public DataLossHandler(DataLossPolicy policy, Runnable counter) {
        this(policy, counter, () -> false);
    }

    /**
     * Creates a handler for a source that may have an operator behind it which reconciles the items
     * of a table with their changes. With a change missing that operator would keep an old item for
     * good.
     *
     * @param policy the setting
     * @param counter counts a loss that the job continues after
     * @param isReconciling whether items are being reconciled: every loss fails then
     */
    public DataLossHandler(DataLossPolicy policy, Runnable counter, BooleanSupplier isReconciling) {
        this.policy = policy;
        this.counter = counter;
        this.isReconciling = isReconciling;
    }

    /**
     * The same for a loss that no repair helps with.
     *
     * @param loss what is lost and why, in sentences; the first begins in lower case
     * @param continuation how the source continues
     * @param failure creates the exception from its message
     * @param <E> the type of the exception
     * @throws E as {@link #onLoss}
     */
    public <E extends Exception> void onUnrepairableLoss(
            String loss, String continuation, Function<String, E> failure) throws E {
        if (policy == DataLossPolicy.REPAIR && !isReconciling.getAsBoolean()) {
            throw failure.apply(
                    String.format(
                            "Data loss: %s That can't be repaired: start the job without its state",
                            loss));
        }
        onLoss(loss, continuation, failure);
    }

    /**
     * Fails under the policies {@code fail} and {@code repair}, and while items are reconciled;
     * else counts the loss, logs a warning and returns.
     *
     * @param loss what is lost and why, in sentences; the first begins in lower case
     * @param continuation how the source continues, such as "with the new stream"
     * @param failure creates the exception from its message
     * @param <E> the type of the exception
     * @throws E under the policies {@code fail} and {@code repair}, and while items are reconciled
     */
    public <E extends Exception> void onLoss(
            String loss, String continuation, Function<String, E> failure) throws E {
        if (isReconciling.getAsBoolean()) {
            throw failure.apply(
                    String.format(
                            "Data loss: %s The items of the table are being reconciled with their"
                                    + " changes, none of which may be missing, whatever '%s' says:"
                                    + " start the job without its state",
                            loss, OPTION));
        }
        if (policy == DataLossPolicy.REPAIR) {
            throw failure.apply(
                    String.format(
                            "Data loss: %s It is repaired when the job is restored, as far as the"
                                    + " state allows, because '%s' = 'repair'",
                            loss, OPTION));
        }
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
