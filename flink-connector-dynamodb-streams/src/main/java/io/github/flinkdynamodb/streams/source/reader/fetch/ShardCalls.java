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
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * The calls of shards: iterators, their pages, and what is done about pages that the service no
 * longer has. Fetcher thread only.
 */
final class ShardCalls implements PollerCalls {

    private final FetchScheduler scheduler;
    private final StreamsClient client;
    private final SourceConfig config;
    private final ReaderClock clock;
    private final ReaderMetrics metrics;
    private final ShardBytes bytes;
    private final GapHandler gaps;
    private final CallFailures failures;
    private final FetchOverlap overlap;
    private final PageTimes times;
    private final HeldShards held;

    /** The time that shards are to pass; null if none is known. */
    private Instant passageTime;

    /**
     * Creates the calls.
     *
     * @param scheduler decides when they are made
     * @param client makes them; not closed by this
     * @param context what they are made with
     * @param times learns the service's time from answers
     */
    ShardCalls(
            FetchScheduler scheduler, StreamsClient client, FetchContext context, PageTimes times) {
        this.times = times;
        this.scheduler = scheduler;
        this.client = client;
        this.config = context.config;
        this.clock = context.clock;
        this.metrics = context.metrics;
        this.bytes = context.bytes;
        this.overlap = context.overlap;
        this.held = new HeldShards(overlap, metrics);
        this.gaps =
                new GapHandler(
                        new DataLossHandler(
                                config.onDataLoss(), metrics::dataLost, overlap::reconciles),
                        clock);
        this.failures = new CallFailures(config.retryMaxDuration(), clock, metrics);
    }

    /** Begins to read a shard, again if it is here already; one that has ended is only kept. */
    void add(ShardSplit split) {
        scheduler.remove(split.shardId());
        ShardPoller poller =
                new ShardPoller(
                        split,
                        new ShardCursor(split, stopRule(split), overlap.endsFilters()),
                        new PollPacing(config.pollMinInterval(), config.pollMaxInterval()),
                        this,
                        scheduler.newRetries(),
                        metrics.watch(
                                split.shardId(),
                                split.parentShardId().orElse(null),
                                ReadUpTo.of(split)));
        if (split.progress() == Progress.ENDED) {
            metrics.ended(split.shardId());
        } else if (poller.isEnded()) {
            metrics.unwatch(split.shardId());
        }
        watchPassage(poller);
        if (config.remembersInserts()) {
            poller.watch(new QuietTime(config.stopMargin()));
        }
        scheduler.add(poller);
    }

    private StopRule stopRule(ShardSplit split) {
        return StopRule.of(split, config.stopping().mode(), config.stopMargin());
    }

    /** Continues a shard that is here and seemed to have ended. */
    void readOn(String shardId) {
        ShardPoller poller = (ShardPoller) scheduler.get(shardId);
        if (poller.isEnded()) {
            poller.readOn(metrics.watchAgain(shardId));
            scheduler.schedule(poller, 0);
            scheduler.refreshReady(poller);
        }
    }

    @Override
    public FetchLane lane() {
        return scheduler.shardLane();
    }

    @Override
    public CompletableFuture<?> send(Poller poller, PollerCall pollerCall) {
        ShardCall call = (ShardCall) pollerCall;
        if (call.isGetRecords()) {
            metrics.recordsCalled();
            return client.getRecords(call.iterator, StreamsClient.MAX_RECORDS_PER_PAGE);
        }
        ShardSplit split = ((ShardPoller) poller).split();
        scheduler.refreshReady(poller);
        return client.getShardIterator(split.streamArn(), split.shardId(), call.start);
    }

    @Override
    public long completed(Completion completion) throws IOException {
        ShardPoller poller = (ShardPoller) completion.poller;
        ShardCall call = (ShardCall) completion.call;
        if (completion.error != null) {
            failed(poller, completion);
        } else if (call.isGetRecords()) {
            return pageReceived(poller, call, completion);
        } else {
            poller.iteratorReceived(call, (String) completion.answer);
            scheduler.continueTurn(poller, poller.retries().gap());
        }
        return 0;
    }

    private long pageReceived(ShardPoller poller, ShardCall call, Completion completion) {
        PageResponse response = (PageResponse) completion.answer;
        byte[] body = response.body();
        long latency = completion.completedMillis - call.startedMillis;
        metrics.pageReceived(body.length, latency, response.retries());
        bytes.received(poller.splitId(), body.length);
        String next =
                body.length < PollPacing.BIG_PAGE_BYTES
                        ? null
                        : GetRecordsReader.peekNextShardIterator(body)
                                .filter(iterator -> !iterator.isEmpty())
                                .orElse(null);
        Instant sentAt = sentAt(poller, response);
        times.answered(sentAt);
        if (!poller.pageReceived(call, response, next, sentAt)) {
            return 0;
        }
        scheduler.refreshReady(poller);
        scheduler.schedule(poller, poller.retries().gap());
        return body.length;
    }

    private Instant sentAt(ShardPoller poller, PageResponse response) {
        boolean wanted =
                overlap.lasts()
                        || config.remembersInserts()
                        || poller.cursor().stop().asksForServiceTime();
        return wanted ? response.sentAt().orElse(null) : null;
    }

    /**
     * Takes the result of decoding a page, and plans the next request.
     *
     * @throws IOException if what follows the page has been lost, and that is to fail the job
     */
    void decoded(ShardPoller poller, UndecodedPage page, PageSummary summary) throws IOException {
        if (summary.records == 0) {
            metrics.emptyPage();
        } else if (summary.newest != null) {
            metrics.recordsFetched(summary.newest.toEpochMilli());
        }
        if (summary.held != null) {
            hold(poller, page, summary.held);
        } else {
            readOn(poller, page, summary);
        }
        scheduler.refreshReady(poller);
    }

    private void hold(ShardPoller poller, UndecodedPage page, HeldRecord record) {
        scheduler.suspend(poller, poller.hold(page, record));
        held.add(poller);
    }

    /** Reads on the shards whose next record the frontier has passed, if it has moved. */
    void applyFrontier() {
        held.release(poller -> scheduler.schedule(poller, poller.retries().gap()));
    }

    /** Begins to watch when each shard passes the end of the scan, if there is a new one. */
    void applyPassage() {
        Instant time = overlap.passageTime();
        if (time != passageTime) {
            passageTime = time;
            scheduler.pollers().forEach(this::watchPassageOfShard);
        }
    }

    private void watchPassageOfShard(Poller poller) {
        if (poller.calls() == this) {
            watchPassage((ShardPoller) poller);
            if (poller.retries().failingFor(clock.millis()) == 0) {
                scheduler.unschedule(poller);
                scheduler.schedule(poller, poller.retries().gap());
            }
        }
    }

    private void watchPassage(ShardPoller poller) {
        if (passageTime != null) {
            poller.watch(new Passage(passageTime, config.stopMargin()));
        }
    }

    private void readOn(ShardPoller poller, UndecodedPage page, PageSummary summary)
            throws IOException {
        long delay = poller.decoded(page, summary, clock.now());
        Progress progress = poller.progressAfter(summary);
        if (progress == Progress.READING) {
            closeGap(poller);
            scheduler.schedule(poller, delay);
        } else {
            end(poller, progress);
        }
    }

    private void failed(ShardPoller poller, Completion completion) throws IOException {
        StreamsException failure = CallFailures.classify(completion);
        switch (failure.kind()) {
            case EXPIRED_ITERATOR:
                metrics.iteratorExpired();
                scheduler.schedule(poller, poller.iteratorExpired());
                break;
            case TRIMMED_DATA:
            case RESOURCE_NOT_FOUND:
                poller.gapFound(failure);
                closeGap(poller);
                break;
            default:
                scheduler.schedule(poller, failures.retryDelay(completion, failure));
        }
    }

    /** Handles a gap behind a shard's position, once all pages before it are decoded. */
    private void closeGap(ShardPoller poller) throws IOException {
        StreamsException gap = poller.takeGap();
        if (gap == null) {
            return;
        }
        long now = clock.millis();
        if (!gaps.continues(poller, gap, poller.retries().failingFor(now))) {
            end(poller, Progress.ENDED);
            return;
        }
        long delay = poller.retries().delayAfterFailure(now);
        String what = "Reading shard " + poller.splitId();
        failures.checkDuration(what, poller.retries().failingFor(now), gap);
        poller.cursor().restartAtHorizon();
        scheduler.schedule(poller, delay);
    }

    @Override
    public void ignored(PollerCall call) {}

    @Override
    public void callNext(Poller poller) {
        scheduler.schedule(poller, 0);
    }

    @Override
    public void removed(Poller poller) {
        end((ShardPoller) poller, Progress.STOPPED);
    }

    private void end(ShardPoller poller, Progress progress) {
        held.remove(poller);
        if (progress == Progress.ENDED) {
            metrics.ended(poller.splitId());
        } else {
            metrics.unwatch(poller.splitId());
        }
        scheduler.end(poller, poller.end(progress));
    }
}
