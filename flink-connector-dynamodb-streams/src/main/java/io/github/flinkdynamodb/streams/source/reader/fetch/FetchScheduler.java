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

import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.loss.DataLossHandler;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads many shards at once from one thread. Every shard has its own {@link ShardPoller}; the
 * scheduler makes each one's next call when it is due and the budgets allow, in the order of their
 * due times (an iterator and the page after it are one turn), and hands over the shards that have
 * something to decode in the order in which it came. A shard that is slow, throttled or failing
 * delays no other.
 *
 * <p>Threads: the client's threads only put answers into the {@link CompletionQueue}; {@link
 * #wakeUp()} and {@link #release(long)} may be called from any thread; everything else belongs to
 * the fetcher thread, so that there are no locks.
 */
final class FetchScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(FetchScheduler.class);

    private final StreamsClient client;
    private final SourceConfig config;
    private final ReaderClock clock;
    private final ReaderMetrics metrics;
    private final Random random;
    private final GapHandler gaps;
    private final CallFailures failures;
    private final FetchBudget budget;
    private final CompletionQueue completions = new CompletionQueue();
    private final Map<String, ShardPoller> pollers = new HashMap<>();
    private final DueQueue due;
    private final Set<ShardPoller> ready = new LinkedHashSet<>();

    /** Whether a call is due that has no place in the budgets: an answer or a release ends that. */
    private boolean blocked;

    /**
     * Creates a scheduler without shards.
     *
     * @param client makes the calls; not closed by this
     * @param random for jitter
     */
    FetchScheduler(
            StreamsClient client,
            SourceConfig config,
            ReaderClock clock,
            ReaderMetrics metrics,
            Random random) {
        this.client = client;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
        this.random = random;
        this.gaps =
                new GapHandler(new DataLossHandler(config.onDataLoss(), metrics::dataLost), clock);
        this.failures = new CallFailures(config.retryMaxDuration());
        this.due = new DueQueue(clock);
        this.budget = new FetchBudget(config.fetchMaxRequests(), config.fetchMaxBytes());
        metrics.budgets(budget::bytes, budget::requests);
    }

    /** Begins to read a shard, again if it is here already; one that has ended is only kept. */
    void add(ShardSplit split) {
        remove(split.shardId());
        ShardPoller poller =
                new ShardPoller(
                        split,
                        StopRule.of(split, config.stopping().mode(), config.stopMargin()),
                        new PollPacing(config.pollMinInterval(), config.pollMaxInterval()),
                        new CallRetries(random),
                        metrics.watch(split.shardId()));
        poller.firstEstimate(budget.firstEstimate());
        pollers.put(split.shardId(), poller);
        if (poller.isEnded()) {
            metrics.unwatch(split.shardId());
        }
        due.schedule(poller, 0);
    }

    /** Forgets a shard. The answer to a call under way is dropped when it arrives. */
    void remove(String shardId) {
        ShardPoller poller = pollers.remove(shardId);
        if (poller != null) {
            end(poller, Progress.STOPPED);
            ready.remove(poller);
        }
    }

    /** Continues a shard that is here and seemed to have ended. */
    void readOn(String shardId) {
        ShardPoller poller = pollers.get(shardId);
        if (poller.isEnded()) {
            poller.readOn(metrics.watch(shardId));
            due.schedule(poller, 0);
            refreshReady(poller);
        }
    }

    boolean has(String shardId) {
        return pollers.containsKey(shardId);
    }

    /** Forgets all shards. */
    void close() {
        Set.copyOf(pollers.keySet()).forEach(this::remove);
    }

    /** Stops the calls for a shard, as watermark alignment asks. */
    void pause(String shardId) {
        ShardPoller poller = pollers.get(shardId);
        if (poller != null && !poller.isPaused()) {
            due.unschedule(poller);
            budget.release(poller.pause());
            refreshReady(poller);
        }
    }

    /** Continues with a shard where it was paused. */
    void resume(String shardId) {
        ShardPoller poller = pollers.get(shardId);
        if (poller != null && poller.isPaused()) {
            poller.resume();
            due.schedule(poller, 0);
        }
    }

    /** Makes {@link #awaitWork()} return, now or when it is next called. */
    void wakeUp() {
        completions.wakeUp();
    }

    /** Returns the bytes of a page to the budget: all its records are emitted. */
    void release(long bytes) {
        budget.release(bytes);
        completions.nudge();
    }

    /**
     * Waits until a shard has a page to decode, or a change for the split's state.
     *
     * @return the shard; null if {@link #wakeUp()} ended the waiting
     * @throws IOException if a call failed in a way that the job can't continue after
     */
    ShardPoller awaitWork() throws IOException {
        while (true) {
            ShardPoller poller = pollWork();
            if (poller != null) {
                return poller;
            }
            if (completions.takeWakeUp()) {
                return null;
            }
            try {
                completions.await(blocked ? Long.MAX_VALUE : due.millisToNext());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting for records", e);
            }
        }
    }

    /** Does what can be done without waiting, and returns a shard that has something, or null. */
    ShardPoller pollWork() throws IOException {
        Completion completion = completions.poll();
        while (completion != null) {
            completed(completion);
            completion = completions.poll();
        }
        makeDueCalls();
        ShardPoller poller = ready.isEmpty() ? null : ready.iterator().next();
        ready.remove(poller);
        return poller;
    }

    private void makeDueCalls() {
        ShardPoller poller = due.peekDue();
        while (poller != null && budget.admits(poller.estimate())) {
            due.unschedule(poller);
            call(poller);
            poller = due.peekDue();
        }
        blocked = poller != null;
    }

    private void call(ShardPoller poller) {
        ShardCall call = poller.nextCall(clock);
        budget.requestStarted(call.estimate);
        CompletableFuture<?> future;
        if (call.isGetRecords()) {
            metrics.recordsCalled();
            future = client.getRecords(call.iterator, StreamsClient.MAX_RECORDS_PER_PAGE);
        } else {
            ShardSplit split = poller.split();
            future = client.getShardIterator(split.streamArn(), split.shardId(), call.start);
            refreshReady(poller);
        }
        future.whenComplete(
                (answer, error) ->
                        completions.add(
                                new Completion(poller, call, answer, error, clock.millis())));
    }

    private void completed(Completion completion) throws IOException {
        ShardPoller poller = completion.poller;
        poller.callEnded();
        long kept = 0;
        try {
            if (poller.isEnded()) {
                return;
            }
            if (poller.isStale(completion.call)) {
                due.schedule(poller, 0);
            } else if (completion.error != null) {
                failed(poller, completion);
            } else if (completion.call.isGetRecords()) {
                kept = pageReceived(poller, completion);
            } else {
                poller.iteratorReceived(completion.call, (String) completion.answer);
                due.continueTurn(poller, poller.callGap());
            }
        } finally {
            budget.requestEnded(completion.call.estimate, kept);
        }
    }

    private long pageReceived(ShardPoller poller, Completion completion) {
        PageResponse response = (PageResponse) completion.answer;
        byte[] body = response.body();
        long latency = completion.completedMillis - completion.call.startedMillis;
        metrics.pageReceived(body.length, latency, response.retries());
        String next =
                body.length < PollPacing.BIG_PAGE_BYTES
                        ? null
                        : GetRecordsReader.peekNextShardIterator(body)
                                .filter(iterator -> !iterator.isEmpty())
                                .orElse(null);
        if (!poller.pageReceived(completion.call, response, next)) {
            return 0;
        }
        ready.add(poller);
        due.schedule(poller, poller.callGap());
        return body.length;
    }

    /**
     * Takes the result of decoding a page, and plans the next request.
     *
     * @throws IOException if what follows the page has been lost, and that is to fail the job
     */
    void decoded(ShardPoller poller, UndecodedPage page, PageSummary summary) throws IOException {
        long delay = poller.decoded(page, summary, clock.now());
        if (summary.records == 0) {
            metrics.emptyPage();
        } else if (summary.newest != null) {
            metrics.recordsFetched(summary.newest.toEpochMilli());
        }
        Progress progress = poller.progressAfter(summary);
        if (progress == Progress.READING) {
            closeGap(poller);
            due.schedule(poller, delay);
        } else {
            end(poller, progress);
        }
        refreshReady(poller);
    }

    private void failed(ShardPoller poller, Completion completion) throws IOException {
        StreamsException failure = CallFailures.classify(completion);
        switch (failure.kind()) {
            case EXPIRED_ITERATOR:
                metrics.iteratorExpired();
                due.schedule(poller, poller.iteratorExpired());
                break;
            case THROTTLED:
                metrics.throttled();
                retry(completion, poller.throttled(clock.millis()));
                break;
            case TRANSIENT:
                metrics.retried();
                retry(completion, poller.failed(clock.millis()));
                break;
            case TRIMMED_DATA:
            case RESOURCE_NOT_FOUND:
                poller.gapFound(failure);
                closeGap(poller);
                break;
            default:
                throw CallFailures.hopeless(completion, failure);
        }
    }

    private void retry(Completion completion, long delay) throws IOException {
        ShardPoller poller = completion.poller;
        String what = CallFailures.describe(completion);
        LOG.debug("{} failed, again in {} ms", what, delay, completion.error);
        long failing = poller.failingFor(clock.millis());
        failures.checkDuration(what, failing, completion.error);
        due.schedule(poller, delay);
    }

    /** Handles a gap behind a shard's position, once all pages before it are decoded. */
    private void closeGap(ShardPoller poller) throws IOException {
        StreamsException gap = poller.takeGap();
        if (gap == null) {
            return;
        }
        long now = clock.millis();
        if (!gaps.continues(poller, gap, poller.failingFor(now))) {
            end(poller, Progress.ENDED);
            return;
        }
        long delay = poller.failed(now);
        String what = "Reading shard " + poller.shardId();
        failures.checkDuration(what, poller.failingFor(now), gap);
        poller.cursor().restartAtHorizon();
        due.schedule(poller, delay);
    }

    private void end(ShardPoller poller, Progress progress) {
        due.remove(poller);
        budget.release(poller.end(progress));
        metrics.unwatch(poller.shardId());
        refreshReady(poller);
    }

    private void refreshReady(ShardPoller poller) {
        if (poller.hasWork()) {
            ready.add(poller);
        } else {
            ready.remove(poller);
        }
    }
}
