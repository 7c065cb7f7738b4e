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
package io.github.flinkdynamodb.tools.inspector.check;

import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.ShardIteratorStart;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ShardIds;
import io.github.flinkdynamodb.tools.inspector.Calls;
import io.github.flinkdynamodb.tools.inspector.check.ShardFinding.Outcome;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Asks the service what of the shards of a stream is left. */
final class ShardCheck {

    /** So many shards are asked for at a time. */
    private static final int AT_A_TIME = 10;

    private final StreamsClient client;
    private final Calls calls;
    private final StreamFinding stream;
    private final Instant now;

    ShardCheck(StreamsClient client, Calls calls, StreamFinding stream, Instant now) {
        this.client = client;
        this.calls = calls;
        this.stream = stream;
        this.now = now;
    }

    /**
     * Checks shards.
     *
     * @param shards those of the stream that are still to be read
     * @return a finding for each, in the same order
     * @throws StreamsException if a call fails for another reason than that something is gone
     */
    List<ShardFinding> check(List<ShardReport> shards) {
        Set<String> parents = new HashSet<>();
        shards.forEach(shard -> shard.parentShardId().ifPresent(parents::add));
        List<ShardFinding> findings = new ArrayList<>();
        for (int from = 0; from < shards.size(); from += AT_A_TIME) {
            List<CompletableFuture<ShardFinding>> batch = new ArrayList<>();
            for (ShardReport shard :
                    shards.subList(from, Math.min(from + AT_A_TIME, shards.size()))) {
                batch.add(check(shard, parents));
            }
            batch.forEach(finding -> findings.add(Calls.join(finding)));
        }
        return findings;
    }

    private CompletableFuture<ShardFinding> check(ShardReport shard, Set<String> parents) {
        if (stream.status().isEmpty()) {
            return CompletableFuture.completedFuture(finding(shard, Outcome.GONE, null));
        }
        if (shard.progress() == Progress.ENDED) {
            return CompletableFuture.completedFuture(
                    finding(shard, outcomeOfEnded(shard.shardId(), parents), null));
        }
        ShardIteratorStart start =
                shard.position()
                        .after()
                        .map(ShardIteratorStart::after)
                        .orElse(ShardIteratorStart.trimHorizon());
        return page(shard, start)
                .handle((page, failure) -> outcome(shard, page, failure))
                .thenCompose(outcome -> withOldest(shard, outcome));
    }

    /** What is still to be read of a shard that has ended are its children. */
    private Outcome outcomeOfEnded(String shardId, Set<String> parents) {
        if (stream.lists(shardId) || parents.contains(shardId)) {
            return Outcome.READABLE;
        }
        List<String> children = stream.childrenOf(shardId);
        if (children.isEmpty()) {
            return Outcome.GONE;
        }
        boolean areYoung =
                children.stream()
                        .map(ShardIds::creationTime)
                        .allMatch(created -> created.filter(time -> !isTooOld(time)).isPresent());
        return areYoung ? Outcome.READABLE : Outcome.MAY_BE_TRIMMED;
    }

    private ShardFinding finding(ShardReport shard, Outcome outcome, Instant oldest) {
        return new ShardFinding(shard, outcome, stream.lists(shard.shardId()), oldest);
    }

    /** Reads one record: an iterator alone doesn't prove that what follows is there. */
    private CompletableFuture<PageResponse> page(ShardReport shard, ShardIteratorStart start) {
        return calls.start(() -> client.getShardIterator(stream.arn(), shard.shardId(), start))
                .thenCompose(iterator -> calls.start(() -> client.getRecords(iterator, 1)));
    }

    private Outcome outcome(ShardReport shard, PageResponse page, Throwable failure) {
        if (failure == null) {
            boolean unread = shard.position().after().isEmpty();
            return unread && shard.unreadSince().filter(this::isTooOld).isPresent()
                    ? Outcome.MAY_BE_TRIMMED
                    : Outcome.READABLE;
        }
        return isGone(failure) ? Outcome.GONE : Outcome.TRIMMED;
    }

    /**
     * Tells a shard that no longer exists from one whose records have been trimmed.
     *
     * @return true if the shard doesn't exist
     * @throws StreamsException if the call failed for another reason
     */
    private static boolean isGone(Throwable failure) {
        StreamsException e = serviceException(failure);
        if (e.kind() != Kind.TRIMMED_DATA && e.kind() != Kind.RESOURCE_NOT_FOUND) {
            throw e;
        }
        return e.kind() == Kind.RESOURCE_NOT_FOUND;
    }

    private boolean isTooOld(Instant time) {
        return time.isBefore(now.minus(ShardReport.RETENTION));
    }

    private static StreamsException serviceException(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof StreamsException)) {
            if (cause.getCause() == null) {
                throw new IllegalStateException(failure);
            }
            cause = cause.getCause();
        }
        return (StreamsException) cause;
    }

    /** Looks up when the oldest record was created, if records before it are missing. */
    private CompletableFuture<ShardFinding> withOldest(ShardReport shard, Outcome outcome) {
        if (outcome == Outcome.READABLE || outcome == Outcome.GONE) {
            return CompletableFuture.completedFuture(finding(shard, outcome, null));
        }
        return page(shard, ShardIteratorStart.trimHorizon())
                .handle((page, failure) -> oldest(shard, page, failure))
                .thenApply(oldest -> finding(shard, outcome, oldest));
    }

    /** Null if nothing is left, or more has been trimmed meanwhile. */
    private Instant oldest(ShardReport shard, PageResponse page, Throwable failure) {
        if (failure == null) {
            return firstTime(shard, page);
        }
        isGone(failure);
        return null;
    }

    private Instant firstTime(ShardReport shard, PageResponse page) {
        ChangeRecord record =
                new GetRecordsReader(
                                page.body(),
                                stream.arn(),
                                shard.shardId(),
                                ItemReader.skipping(),
                                ItemReader.skipping())
                        .next();
        return record == null ? null : record.approximateCreationTime();
    }
}
