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
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.loss.DataLossHandler;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what it means that the service no longer has what a shard would return next. */
final class GapHandler {

    private static final Logger LOG = LoggerFactory.getLogger(GapHandler.class);

    /** For so long a shard of which nothing was read may be missing before it counts as ended. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * For so long the service keeps a record at least. What is trimmed while a shard has been read
     * for less, without a record, was written before the reading began: then the oldest record that
     * is left is what the reading begins with. DynamoDB Local also refuses like this the iterators
     * of a stream that was empty, once the stream has a record and another table had one before.
     */
    static final Duration RETENTION = Duration.ofHours(24);

    private static final String HELD =
            " That record waited for older rows of the table: while the table is read, checkpoints"
                    + " must complete.";

    private final DataLossHandler dataLoss;
    private final ReaderClock clock;

    GapHandler(DataLossHandler dataLoss, ReaderClock clock) {
        this.dataLoss = dataLoss;
        this.clock = clock;
    }

    /**
     * Handles a gap. If reading had not begun, nothing is lost: old records and shards go at any
     * time. A shard that was assigned and isn't there may also be one that has only just come into
     * being, so it gets some time to appear.
     *
     * @param cause TRIMMED_DATA or RESOURCE_NOT_FOUND
     * @param missingMillis for how long the shard has been found missing
     * @return true to continue at the oldest record that is left; false to treat the shard as ended
     * @throws IOException if records were lost and the policy is to fail
     */
    boolean continues(ShardPoller poller, StreamsException cause, long missingMillis)
            throws IOException {
        ShardCursor cursor = poller.cursor();
        boolean trimmed = cause.kind() == StreamsException.Kind.TRIMMED_DATA;
        boolean nothingMissed =
                trimmed
                        ? cursor.hasBegunWithin(RETENTION, clock.now()) || isReadUpToLately(poller)
                        : !cursor.hasBegun();
        if (nothingMissed) {
            LOG.info("{}, of which nothing was read yet: {}", poller, cause.getMessage());
            return trimmed || missingMillis < PATIENCE.toMillis();
        }
        dataLoss.onLoss(
                describe(poller.split(), cursor, trimmed),
                trimmed ? "at the oldest record that is left" : "without the shard",
                message -> LastCause.of(new IOException(message), cause));
        return trimmed;
    }

    /** What has been trimmed is older than the time up to which nothing is missing. */
    private boolean isReadUpToLately(ShardPoller poller) {
        Instant kept = clock.now().minus(RETENTION);
        return poller.split().readUpTo().filter(kept::isBefore).isPresent();
    }

    private String describe(ShardSplit split, ShardCursor cursor, boolean trimmed) {
        HeldRecord held = cursor.held();
        SequenceNumber after = cursor.after();
        Object position = after == null ? "TRIM_HORIZON" : "AFTER(" + after + ")";
        return String.format(
                "shard %s of stream %s %s position %s (%s). DynamoDB Streams keeps records for 24"
                        + " hours: the job was stopped or behind for longer.%s",
                split.shardId(),
                split.streamArn(),
                trimmed ? "has been trimmed past" : "is gone, with what followed",
                held == null ? position : held,
                age(held == null ? cursor.lastRecordTime() : Instant.ofEpochSecond(held.second)),
                held == null ? "" : HELD);
    }

    private String age(Instant last) {
        return last == null
                ? "the age of that record is not known"
                : "a record of "
                        + last
                        + ", "
                        + Duration.between(last, clock.now()).getSeconds()
                        + " s ago";
    }
}
