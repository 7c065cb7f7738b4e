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

import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** Describes failed calls, and gives up on a shard whose calls have failed too long. */
final class CallFailures {

    private final Duration retryMaxDuration;

    CallFailures(Duration retryMaxDuration) {
        this.retryMaxDuration = retryMaxDuration;
    }

    /** Returns what failed, for messages. */
    static String describe(Completion completion) {
        ShardSplit split = completion.poller.split();
        return completion.call.name()
                + " on shard "
                + split.shardId()
                + " of stream "
                + split.streamArn();
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
        throw new IOException(describe(completion) + " failed unexpectedly: " + error, error);
    }

    /**
     * What is thrown where a retry doesn't help.
     *
     * @return the exception, with the client's message, which says what to check
     */
    static IOException hopeless(Completion completion, StreamsException cause) {
        return new IOException(describe(completion) + " failed: " + cause.getMessage(), cause);
    }

    /**
     * Gives up on a shard on which no attempt has succeeded for too long.
     *
     * @param what the call
     * @param failingMillis for how long
     * @param cause the last failure
     * @throws IOException if it is too long
     */
    void checkDuration(String what, long failingMillis, Throwable cause) throws IOException {
        if (failingMillis < retryMaxDuration.toMillis()) {
            return;
        }
        throw new IOException(
                what
                        + " has been failing for "
                        + Duration.ofMillis(failingMillis)
                        + " without one success; '"
                        + DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION.key()
                        + "' allows "
                        + retryMaxDuration
                        + ". The last cause: "
                        + cause.getMessage(),
                cause);
    }
}
