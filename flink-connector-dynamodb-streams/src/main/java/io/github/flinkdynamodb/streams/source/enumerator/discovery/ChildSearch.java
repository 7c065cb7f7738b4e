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

import io.github.flinkdynamodb.streams.client.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * Decides which call finds the children of shards that have ended. DescribeStream is limited to 10
 * calls a second for all consumers together, so that a call for each of many shards that end at
 * once takes long: shards that end within a short time are searched together.
 *
 * <ul>
 *   <li>One shard: its children are looked up by the filter CHILD_SHARDS.
 *   <li>Several: a page of what follows the last listing. Ids of shards begin with the time of
 *       their creation, so that new ones are there; the service doesn't promise that, and what
 *       isn't found this way is looked up.
 *   <li>More than {@link #MAX_LOOK_UPS} that weren't found this way: the listing that is under way,
 *       or another one.
 * </ul>
 *
 * <p>Coordinator thread only.
 */
@Internal
public final class ChildSearch {

    /** With more shards than this to be looked up one by one a listing finds them sooner. */
    public static final int MAX_LOOK_UPS = 16;

    /** After so many futile attempts all shards are listed; the search continues meanwhile. */
    private static final int ATTEMPTS_BEFORE_LISTING = 2;

    /** And again after so many, which take about half a minute. */
    private static final int ATTEMPTS_BETWEEN_LISTINGS = 40;

    /** Of so many attempts in a row the last one is a look-up, and not a page after the last. */
    private static final int ATTEMPTS_WITH_LOOK_UP = 3;

    /** Shards that end within this time are searched together. */
    private static final Duration GAP = Duration.ofMillis(25);

    private static final Duration RECHECK = Duration.ofSeconds(1);
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    private static final class Wanted {
        final String parentShardId;
        Instant due;
        int attempts;
        boolean lookUpUnderWay;

        /** The number of the request for a page after the last that is under way, 0 for none. */
        int request;

        Wanted(String parentShardId, Instant due) {
            this.parentShardId = parentShardId;
            this.due = due;
        }

        boolean isIdle() {
            return !lookUpUnderWay && request == 0;
        }

        boolean wantsLookUp() {
            return attempts % ATTEMPTS_WITH_LOOK_UP == ATTEMPTS_WITH_LOOK_UP - 1;
        }
    }

    private final ShardDiscoverer discoverer;
    private final CoordinatorExecutor executor;
    private final Random random = new Random();
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();
    private Instant gapEnd = Instant.MIN;

    /** When the next round is due; null if none is. */
    private Instant nextRound;

    /**
     * Creates a search for nothing yet.
     *
     * @param discoverer makes the calls
     * @param executor the coordinator's thread
     */
    public ChildSearch(ShardDiscoverer discoverer, CoordinatorExecutor executor) {
        this.discoverer = discoverer;
        this.executor = executor;
    }

    /**
     * Searches the children of a shard until {@link #stop} is called for it.
     *
     * @param parentShardId the shard
     */
    public void begin(String parentShardId) {
        Wanted search = new Wanted(parentShardId, now());
        wanted.put(parentShardId, search);
        roundAt(search.due);
    }

    /**
     * Ends a search: the children are known, or not wanted any more.
     *
     * @param parentShardId the shard; one that isn't searched is ignored
     */
    public void stop(String parentShardId) {
        wanted.remove(parentShardId);
    }

    /**
     * A look-up was answered. It hasn't found what is wanted, unless {@link #stop} was called.
     *
     * @param parentShardId the shard whose children were looked up
     */
    public void onLookUpAnswered(String parentShardId) {
        Wanted search = wanted.get(parentShardId);
        if (search != null) {
            search.lookUpUnderWay = false;
            foundNothing(search);
            roundAt(search.due);
        }
    }

    /**
     * A page of what follows the last listing was answered.
     *
     * @param request the number of the request
     * @param more whether another page follows
     */
    public void onPageAfterLastAnswered(int request, boolean more) {
        for (Wanted search : wanted.values()) {
            if (search.request == request) {
                search.request = 0;
                if (!more) {
                    foundNothing(search);
                }
            }
        }
        roundWhenDue();
    }

    private void foundNothing(Wanted search) {
        search.attempts++;
        if (search.attempts % ATTEMPTS_BETWEEN_LISTINGS == ATTEMPTS_BEFORE_LISTING) {
            discoverer.listSoon();
        }
        search.due = now().plusMillis(BACKOFF.delayMillis(search.attempts, random));
    }

    private Instant now() {
        return executor.clock().instant();
    }

    private void roundWhenDue() {
        wanted.values().stream()
                .filter(Wanted::isIdle)
                .map(search -> search.due)
                .min(Comparator.naturalOrder())
                .ifPresent(this::roundAt);
    }

    private void roundAt(Instant time) {
        if (nextRound != null && !time.isBefore(nextRound)) {
            return;
        }
        nextRound = time;
        Duration wait = Duration.between(now(), time);
        executor.schedule(
                () -> {
                    if (time.equals(nextRound)) {
                        nextRound = null;
                        round();
                    }
                },
                wait.isNegative() ? Duration.ZERO : wait);
    }

    /** Makes one call, for as many shards as it can serve, if one may be made. */
    private void round() {
        Instant now = now();
        List<Wanted> due =
                wanted.values().stream()
                        .filter(search -> search.isIdle() && !search.due.isAfter(now))
                        .collect(Collectors.toList());
        Instant allowed = now.plus(discoverer.waitForCall());
        Instant earliest = allowed.isAfter(gapEnd) ? allowed : gapEnd;
        if (!due.isEmpty() && earliest.isAfter(now)) {
            roundAt(earliest);
            return;
        }
        if (!due.isEmpty()) {
            gapEnd = now.plus(GAP);
            search(due);
        }
        roundWhenDue();
    }

    private void search(List<Wanted> due) {
        List<Wanted> together =
                due.stream().filter(search -> !search.wantsLookUp()).collect(Collectors.toList());
        if (together.size() > 1 && discoverer.canListAfterLast()) {
            int request = discoverer.listAfterLast();
            together.forEach(search -> search.request = request);
        } else if (due.size() > MAX_LOOK_UPS) {
            if (!discoverer.isListing()) {
                discoverer.listSoon();
            }
            Instant again = now().plus(RECHECK);
            due.forEach(search -> search.due = again);
        } else {
            Wanted first = due.get(0);
            first.lookUpUnderWay = true;
            discoverer.findChildren(first.parentShardId);
        }
    }
}
