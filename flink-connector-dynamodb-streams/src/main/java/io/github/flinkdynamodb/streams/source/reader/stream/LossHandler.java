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
package io.github.flinkdynamodb.streams.source.reader.stream;

import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what it means that the service no longer has what a shard would give next. */
final class LossHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LossHandler.class);

    /** For so long a shard of which nothing was read may be missing before it counts as ended. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * For so long the service keeps a record at least. What is trimmed while a shard has been read
     * for less, without a record, was written before the reading began: then the oldest record that
     * is left is what the reading begins with. DynamoDB Local also refuses like this the iterators
     * of a stream that was empty, once the stream has a record and another table had one before.
     */
    static final Duration RETENTION = Duration.ofHours(24);

    private final DataLossPolicy policy;
    private final ReaderMetrics metrics;
    private final ReaderClock clock;

    LossHandler(DataLossPolicy policy, ReaderMetrics metrics, ReaderClock clock) {
        this.policy = policy;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Handles a gap. Where reading had not begun, there is none: old records and shards go at any
     * time. A shard that was assigned and isn't there may also be one that has just come into
     * being, so it gets some time to appear.
     *
     * @param cause TRIMMED_DATA or RESOURCE_NOT_FOUND
     * @param missingMillis for how long the shard has been found missing
     * @return true to go on at the oldest record that is left; false to take the shard for ended
     * @throws IOException if records were lost and the policy is to fail
     */
    boolean goesOn(ShardPoller poller, StreamsException cause, long missingMillis)
            throws IOException {
        boolean trimmed = cause.kind() == StreamsException.Kind.TRIMMED_DATA;
        boolean nothingMissed =
                trimmed
                        ? poller.cursor().hasBegunWithin(RETENTION, clock.now())
                        : !poller.cursor().hasBegun();
        if (nothingMissed) {
            LOG.info("{}, of which nothing was read yet: {}", poller, cause.getMessage());
            return trimmed || missingMillis < PATIENCE.toMillis();
        }
        String message = describe(poller, trimmed);
        if (policy == DataLossPolicy.FAIL) {
            throw new IOException(message + advice(), cause);
        }
        metrics.dataLost();
        LOG.warn("{} Going on {}.", message, trimmed ? "at its oldest record" : "without it");
        return trimmed;
    }

    private String describe(ShardPoller poller, boolean trimmed) {
        Object position = poller.cursor().after();
        return "Data loss: shard "
                + poller.split().shardId()
                + " of stream "
                + poller.split().streamArn()
                + (trimmed ? " has been trimmed past" : " is gone, with what followed")
                + " position "
                + (position == null ? "TRIM_HORIZON" : "AFTER(" + position + ")")
                + " ("
                + age(poller.cursor().lastRecordTime())
                + ").";
    }

    private String age(Instant last) {
        return last == null
                ? "the age of that record is not known"
                : "a record of " + last + ", " + seconds(last) + " s ago";
    }

    private long seconds(Instant last) {
        return Duration.between(last, clock.now()).getSeconds();
    }

    private static String advice() {
        return " DynamoDB Streams keeps records for 24 hours: the job was stopped or behind for"
                + " longer. To accept the gap, set '"
                + DynamoDbStreamsSourceOptions.ON_DATA_LOSS.key()
                + "' = 'continue'; or start the job anew, without its state.";
    }
}
