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
package io.github.flinkdynamodb.streams.source.enumerator.discovery;

import io.github.flinkdynamodb.streams.client.ListingProgress;
import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamSummary;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds streams and shards: lists a stream page by page, again and again; looks up who follows a
 * shard, and what has come behind the last listing; and names a table's latest stream. Never
 * blocks: calls go out from the coordinator's thread and are answered there. A transient failure
 * only delays.
 */
@Internal
public final class ShardDiscoverer {

    private static final Logger LOG = LoggerFactory.getLogger(ShardDiscoverer.class);

    /** Trimming breaks off a listing now and then, and not every one. */
    private static final int MAX_BROKEN_OFF = 10;

    private final StreamsClient client;
    private final CoordinatorExecutor executor;
    private final Duration interval;
    private final DiscoveryListener listener;
    private final Counter describeStreamCalls;
    private final PacedCalls calls;
    private final Set<String> lookUps = new HashSet<>();

    private String streamArn;
    private int listing;
    private boolean listingUnderWay;
    private boolean listAgain;

    /** Where the last listing ended; null before the first, and where it can't be gone on from. */
    private String tailShardId;

    /** The last shard that the listing under way has shown. */
    private String lastListed;

    private int tails;

    /** Whether the listing under way, and the pages behind the last one, still move on. */
    private ListingProgress progress = new ListingProgress(null);

    private ListingProgress tailProgress = new ListingProgress(null);

    /** How many listings in a row broke off because a page couldn't be begun. */
    private int brokenOff;

    private boolean toldOfNoProgress;

    /**
     * Creates a discoverer that does nothing yet.
     *
     * @param client makes the calls
     * @param executor the coordinator's thread
     * @param config says how often to list
     * @param listener hears what is found
     * @param describeStreamCalls counts the calls of DescribeStream
     */
    public ShardDiscoverer(
            StreamsClient client,
            CoordinatorExecutor executor,
            SourceConfig config,
            DiscoveryListener listener,
            Counter describeStreamCalls) {
        this.client = client;
        this.executor = executor;
        this.interval = config.shardDiscoveryInterval();
        this.listener = listener;
        this.describeStreamCalls = describeStreamCalls;
        this.calls = new PacedCalls(executor, config.retryMaxDuration());
    }

    /**
     * Lists a stream at once, and from then on once an interval. A listing of another stream that
     * is under way is dropped.
     *
     * @param newStreamArn the stream
     */
    public void watch(String newStreamArn) {
        streamArn = newStreamArn;
        lookUps.clear();
        tailShardId = null;
        brokenOff = 0;
        toldOfNoProgress = false;
        beginListing();
    }

    /** Lists again soon: after the listing that is under way, or at once. */
    public void listSoon() {
        if (listingUnderWay) {
            listAgain = true;
        } else {
            beginListing();
        }
    }

    /**
     * The number of the listing that began last; a later one has a larger number.
     *
     * @return 0 before the first
     */
    public int currentListing() {
        return listing;
    }

    /**
     * Says whether a listing is under way, whose next pages may show what is missing.
     *
     * @return true if so
     */
    public boolean isListing() {
        return listingUnderWay;
    }

    private void beginListing() {
        listing++;
        listingUnderWay = true;
        listAgain = false;
        lastListed = null;
        progress = new ListingProgress(null);
        requestPage(listing, null);
    }

    private void requestPage(int number, String afterShardId) {
        String arn = streamArn;
        calls.call(
                "DescribeStream of " + arn,
                () -> {
                    describeStreamCalls.inc();
                    return client.describeStream(arn, afterShardId);
                },
                page -> onPage(number, page),
                failure -> onPageFailure(number, afterShardId, failure));
    }

    private void onPage(int number, StreamPage page) {
        if (number != listing) {
            return;
        }
        listener.onPage(page);
        lastOf(page).ifPresent(shardId -> lastListed = shardId);
        Optional<String> next = page.lastEvaluatedShardId();
        if (next.isPresent() && movesOn(page, next.get())) {
            requestPage(number, next.get());
            return;
        }
        listingUnderWay = false;
        brokenOff = 0;
        tailShardId = lastListed;
        tailProgress = new ListingProgress(tailShardId);
        listener.onListingComplete(number, page.status());
        if (number == listing) {
            scheduleListing(number, listAgain ? Duration.ofSeconds(1) : interval);
        }
    }

    /** A listing that goes round in circles has shown all it ever will. */
    private boolean movesOn(StreamPage page, String next) {
        boolean movesOn = progress.movesOn(idsOf(page), next);
        if (!movesOn && !toldOfNoProgress) {
            toldOfNoProgress = true;
            LOG.warn(
                    "DescribeStream of {} names a next page after {} but shows no new shards;"
                            + " the listing is taken as complete",
                    streamArn,
                    next);
        }
        return movesOn;
    }

    /**
     * Where a listing was to go on, a shard may have been trimmed: that is no fault of the
     * stream's.
     */
    private void onPageFailure(int number, String afterShardId, StreamsException failure) {
        if (number != listing) {
            return;
        }
        listingUnderWay = false;
        boolean startKeyIsGone =
                afterShardId != null
                        && (failure.kind() == StreamsException.Kind.INVALID_REQUEST
                                || failure.kind() == StreamsException.Kind.RESOURCE_NOT_FOUND);
        if (startKeyIsGone && ++brokenOff < MAX_BROKEN_OFF) {
            listener.onListingAbandoned();
            scheduleListing(number, Duration.ofSeconds(1));
        } else {
            listener.onFailure(startKeyIsGone ? neverComplete(afterShardId, failure) : failure);
        }
    }

    private StreamsException neverComplete(String afterShardId, StreamsException failure) {
        return new StreamsException(
                StreamsException.Kind.INVALID_REQUEST,
                String.format(
                        "%d listings in a row of stream %s broke off, the last one after shard %s."
                                + " Check that 'aws.endpoint' serves pages of DescribeStream from"
                                + " an ExclusiveStartShardId. Last failure: %s",
                        brokenOff, streamArn, afterShardId, failure.getMessage()),
                failure);
    }

    private void scheduleListing(int after, Duration delay) {
        executor.schedule(
                () -> {
                    if (after == listing && !listingUnderWay) {
                        beginListing();
                    }
                },
                delay);
    }

    /**
     * Looks up who follows a shard, once. A look-up of the same shard that is under way serves as
     * well.
     *
     * @param parentShardId the shard
     */
    public void findChildren(String parentShardId) {
        if (!lookUps.add(parentShardId)) {
            return;
        }
        String arn = streamArn;
        calls.call(
                "DescribeStream for the children of " + parentShardId,
                () -> {
                    describeStreamCalls.inc();
                    return client.childShards(arn, parentShardId);
                },
                children -> {
                    if (arn.equals(streamArn)) {
                        lookUps.remove(parentShardId);
                        listener.onChildren(parentShardId, children);
                    }
                },
                failure -> {
                    if (arn.equals(streamArn)) {
                        onLookUpFailure(parentShardId, failure);
                    }
                });
    }

    /**
     * How long a call would have to wait for its turn now.
     *
     * @return zero for not at all
     */
    public Duration waitForCall() {
        return calls.waitForCall();
    }

    /**
     * Says whether {@link #listTail()} has a place to begin at.
     *
     * @return true once a listing is complete, unless it can't be gone on from where that ended
     */
    public boolean knowsTail() {
        return tailShardId != null;
    }

    /**
     * Asks for one page from where the last listing ended, or the last such page. Where the service
     * lists shards in the order of their ids, new ones are there.
     *
     * @return the number by which the listener hears of it
     */
    public int listTail() {
        int number = ++tails;
        String arn = streamArn;
        String after = tailShardId;
        calls.call(
                "DescribeStream of " + arn + " after " + after,
                () -> {
                    describeStreamCalls.inc();
                    return client.describeStream(arn, after);
                },
                page -> {
                    if (arn.equals(streamArn)) {
                        onTail(number, after, page);
                    }
                },
                failure -> {
                    if (arn.equals(streamArn)) {
                        onTailFailure(number, after, failure);
                    }
                });
        return number;
    }

    private void onTail(int number, String after, StreamPage page) {
        Optional<String> end = page.lastEvaluatedShardId();
        boolean movesOn = end.isPresent() && tailProgress.movesOn(idsOf(page), end.get());
        if (after.equals(tailShardId)) {
            lastOf(page).or(() -> end).ifPresent(shardId -> tailShardId = shardId);
        }
        listener.onTail(number, page.shards(), movesOn);
    }

    private static List<String> idsOf(StreamPage page) {
        return page.shards().stream().map(ShardDescriptor::shardId).collect(Collectors.toList());
    }

    private static Optional<String> lastOf(StreamPage page) {
        List<ShardDescriptor> shards = page.shards();
        return shards.isEmpty()
                ? Optional.empty()
                : Optional.of(shards.get(shards.size() - 1).shardId());
    }

    /** The shard may have been trimmed; the next listing has another one. */
    private void onTailFailure(int number, String after, StreamsException failure) {
        if (after.equals(tailShardId)) {
            tailShardId = null;
        }
        if (failure.kind() == StreamsException.Kind.ACCESS_DENIED) {
            listener.onFailure(failure);
        } else {
            listener.onTail(number, List.of(), false);
        }
    }

    /** A service that rejects the filter, or has lost the shard, leaves the full listing. */
    private void onLookUpFailure(String parentShardId, StreamsException failure) {
        lookUps.remove(parentShardId);
        if (failure.kind() == StreamsException.Kind.ACCESS_DENIED) {
            listener.onFailure(failure);
        } else {
            listener.onChildren(parentShardId, List.of());
        }
    }

    /**
     * Looks up a table's latest stream. A table that doesn't exist has none.
     *
     * @param tableName the table
     */
    public void findLatestStream(String tableName) {
        calls.call(
                "ListStreams of table " + tableName,
                () -> client.listStreams(tableName),
                streams -> listener.onLatestStream(latest(streams)),
                this::onNoStreams);
    }

    private void onNoStreams(StreamsException failure) {
        if (failure.kind() == StreamsException.Kind.RESOURCE_NOT_FOUND) {
            listener.onLatestStream(null);
        } else {
            listener.onFailure(failure);
        }
    }

    private static String latest(List<StreamSummary> streams) {
        return streams.stream()
                .max(Comparator.comparing(StreamSummary::streamLabel))
                .map(StreamSummary::streamArn)
                .orElse(null);
    }
}
