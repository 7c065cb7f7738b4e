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
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the shards of one stream: lists them page by page, at intervals; looks up the children of a
 * shard, and what follows the last listing. Never blocks: calls are sent from the coordinator's
 * thread and answered there. A transient failure only delays.
 */
@Internal
public final class ShardDiscoverer {

    private static final Logger LOG = LoggerFactory.getLogger(ShardDiscoverer.class);

    /** Trimming breaks off a listing now and then, and not every one. */
    private static final int MAX_BROKEN_OFF = 10;

    /** The pause before a listing that is wanted sooner than the interval says. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final String streamArn;
    private final DiscoveryCalls calls;
    private final CoordinatorExecutor executor;
    private final Duration interval;
    private final DiscoveryListener listener;
    private final Set<String> lookUps = new HashSet<>();

    private int listing;
    private boolean listingUnderWay;
    private boolean listAgain;

    /**
     * The shard at the end of the last listing; null before the first, and if no page can begin
     * after it.
     */
    private String lastShardId;

    /** The last shard that the listing under way has shown. */
    private String lastListed;

    private int requestsAfterLast;

    /** Whether the listing under way, and the pages after the last one, still move on. */
    private ListingProgress progress = new ListingProgress(null);

    private ListingProgress progressAfterLast = new ListingProgress(null);

    /** How many listings in a row broke off because a page couldn't be begun. */
    private int brokenOff;

    private boolean warnedOfNoProgress;

    /**
     * Creates a discoverer that does nothing yet.
     *
     * @param streamArn the stream
     * @param calls makes the calls
     * @param executor the coordinator's thread; when it is closed, so is the discoverer
     * @param interval the time between two listings
     * @param listener receives what is found
     */
    public ShardDiscoverer(
            String streamArn,
            DiscoveryCalls calls,
            CoordinatorExecutor executor,
            Duration interval,
            DiscoveryListener listener) {
        this.streamArn = streamArn;
        this.calls = calls.answeredOn(executor);
        this.executor = executor;
        this.interval = interval;
        this.listener = listener;
    }

    /**
     * Lists the stream as soon as possible: after the listing that is under way, or at once. After
     * the first listing, others follow at the interval.
     */
    public void listSoon() {
        if (listingUnderWay) {
            listAgain = true;
        } else {
            beginListing();
        }
    }

    /**
     * Returns the number of the listing that began last; a later one has a larger number.
     *
     * @return 0 before the first
     */
    public int currentListing() {
        return listing;
    }

    private void beginListing() {
        listing++;
        listingUnderWay = true;
        listAgain = false;
        lastListed = null;
        progress = new ListingProgress(null);
        requestPage(null);
    }

    private void requestPage(String afterShardId) {
        calls.describeStream(
                streamArn,
                afterShardId,
                this::onPage,
                failure -> onPageFailure(afterShardId, failure));
    }

    private void onPage(StreamPage page) {
        listener.onPage(page);
        lastOf(page).ifPresent(shardId -> lastListed = shardId);
        Optional<String> next = page.lastEvaluatedShardId();
        if (next.isPresent() && movesOn(page, next.get())) {
            requestPage(next.get());
            return;
        }
        int number = listing;
        listingUnderWay = false;
        brokenOff = 0;
        lastShardId = lastListed;
        progressAfterLast = new ListingProgress(lastShardId);
        listener.onListingComplete(number, page.status());
        scheduleListing(number, listAgain ? SOON : interval);
    }

    /** A listing that goes round in circles has shown all it ever will. */
    private boolean movesOn(StreamPage page, String next) {
        boolean movesOn = progress.movesOn(idsOf(page), next);
        if (!movesOn && !warnedOfNoProgress) {
            warnedOfNoProgress = true;
            LOG.warn(
                    "DescribeStream of {} names a next page after {} but shows no new shards;"
                            + " the listing is taken as complete",
                    streamArn,
                    next);
        }
        return movesOn;
    }

    /**
     * The shard after which a page was to begin may have been trimmed: the stream is still fine.
     */
    private void onPageFailure(String afterShardId, StreamsException failure) {
        listingUnderWay = false;
        boolean startKeyIsGone =
                afterShardId != null
                        && (failure.kind() == StreamsException.Kind.INVALID_REQUEST
                                || failure.kind() == StreamsException.Kind.RESOURCE_NOT_FOUND);
        if (startKeyIsGone && ++brokenOff < MAX_BROKEN_OFF) {
            listener.onListingAbandoned();
            scheduleListing(listing, SOON);
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
        if (after != listing) {
            return;
        }
        executor.schedule(
                () -> {
                    if (after == listing && !listingUnderWay) {
                        beginListing();
                    }
                },
                delay);
    }

    /** Lists the stream again after the interval, though the last listing has failed for good. */
    public void listAfterInterval() {
        scheduleListing(listing, interval);
    }

    /**
     * Looks up the children of a shard, once. A look-up of the same shard that is under way serves
     * as well.
     *
     * @param parentShardId the shard
     */
    void findChildren(String parentShardId) {
        if (!lookUps.add(parentShardId)) {
            return;
        }
        calls.childShards(
                streamArn,
                parentShardId,
                children -> {
                    lookUps.remove(parentShardId);
                    listener.onChildren(parentShardId, children);
                },
                failure -> onLookUpFailure(parentShardId, failure));
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

    /** Returns whether a listing is under way, whose next pages may show what is missing. */
    boolean isListing() {
        return listingUnderWay;
    }

    /** Returns how long a call would have to wait for its turn now; zero for not at all. */
    Duration waitForCall() {
        return calls.waitForCall();
    }

    /**
     * Returns whether {@link #listAfterLast()} can be called: a listing is complete, and a page can
     * begin after its last shard.
     */
    boolean canListAfterLast() {
        return lastShardId != null;
    }

    /**
     * Asks for one page after the last shard of the last listing, or of the last such page. If the
     * service lists shards in the order of their ids, new ones are there.
     *
     * @return the number by which the listener receives the answer
     */
    int listAfterLast() {
        int request = ++requestsAfterLast;
        String after = lastShardId;
        calls.describeStream(
                streamArn,
                after,
                page -> onPageAfterLast(request, after, page),
                failure -> onFailureAfterLast(request, after, failure));
        return request;
    }

    private void onPageAfterLast(int request, String after, StreamPage page) {
        Optional<String> end = page.lastEvaluatedShardId();
        boolean movesOn = end.isPresent() && progressAfterLast.movesOn(idsOf(page), end.get());
        if (after.equals(lastShardId)) {
            lastOf(page).or(() -> end).ifPresent(shardId -> lastShardId = shardId);
        }
        listener.onShardsAfterLast(request, page.shards(), movesOn);
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

    /** The shard may have been trimmed; the next listing ends with another one. */
    private void onFailureAfterLast(int request, String after, StreamsException failure) {
        if (after.equals(lastShardId)) {
            lastShardId = null;
        }
        if (failure.kind() == StreamsException.Kind.ACCESS_DENIED) {
            listener.onFailure(failure);
        } else {
            listener.onShardsAfterLast(request, List.of(), false);
        }
    }
}
