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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.client.LastCause;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes failed calls, and gives up on a split whose calls have failed too long. */
final class CallFailures {

    private static final Logger LOG = LoggerFactory.getLogger(CallFailures.class);

    private final Duration retryMaxDuration;
    private final ReaderClock clock;
    private final ReaderMetrics metrics;

    CallFailures(Duration retryMaxDuration, ReaderClock clock, ReaderMetrics metrics) {
        this.retryMaxDuration = retryMaxDuration;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Returns what failed, for messages. */
    static String describe(Completion completion) {
        return completion.call.name() + " on " + completion.poller.what();
    }

    /**
     * Takes a failure of a kind that every call may have, and decides when to call again.
     *
     * @return how long to wait before that, in milliseconds
     * @throws IOException if a retry doesn't help, or none has for too long
     */
    long retryDelay(Completion completion, StreamsException failure) throws IOException {
        return retryDelay(completion, failure, true);
    }

    /**
     * The same where throttling may concern more than the split.
     *
     * @param ofSplit whether it is the split that calls less often from now on if it was throttled;
     *     if not, the caller sees to it for all splits
     */
    long retryDelay(Completion completion, StreamsException failure, boolean ofSplit)
            throws IOException {
        CallRetries retries = completion.poller.retries();
        long now = clock.millis();
        long delay;
        if (failure.kind() == StreamsException.Kind.THROTTLED) {
            metrics.throttled();
            delay = ofSplit ? retries.delayAfterThrottle(now) : retries.delayAfterFailure(now);
        } else if (failure.kind() == StreamsException.Kind.TRANSIENT) {
            metrics.retried();
            delay = retries.delayAfterFailure(now);
        } else {
            throw hopeless(completion, failure);
        }
        String what = describe(completion);
        LOG.debug("{} failed, again in {} ms", what, delay, completion.error);
        checkDuration(what, retries.failingFor(now), failure);
        return delay;
    }

    /**
     * The failure as the client classified it.
     *
     * @throws IOException if the client broke its contract, and failed with something else
     */
    static StreamsException classify(Completion completion) throws IOException {
        Throwable error = completion.error;
        if (error instanceof CompletionException && error.getCause() != null) {
            error = error.getCause();
        }
        if (error instanceof StreamsException) {
            return (StreamsException) error;
        }
        throw LastCause.of(
                new IOException(describe(completion) + " failed unexpectedly: " + error), error);
    }

    /**
     * What is thrown where a retry doesn't help.
     *
     * @return the exception, with the client's message, which says what to check
     */
    private static IOException hopeless(Completion completion, StreamsException failure) {
        return LastCause.of(
                new IOException(describe(completion) + " failed: " + failure.getMessage()),
                failure);
    }

    /**
     * Gives up on a split on which no attempt has succeeded for too long.
     *
     * @param what the call
     * @param failingMillis for how long
     * @param failure the last one
     * @throws IOException if it is too long
     */
    void checkDuration(String what, long failingMillis, StreamsException failure)
            throws IOException {
        if (failingMillis < retryMaxDuration.toMillis()) {
            return;
        }
        throw LastCause.of(
                new IOException(
                        what
                                + " has been failing for "
                                + Duration.ofMillis(failingMillis)
                                + " without one success; '"
                                + DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION.key()
                                + "' allows "
                                + retryMaxDuration
                                + ". Last failure: "
                                + failure.getMessage()),
                failure);
    }
}
