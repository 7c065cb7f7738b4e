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
package io.github.flinkdynamodb.streams.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A table of 10,000 partitions with a backlog of 24 hours: seven shards one after the other for
 * each partition. What the enumerator asks of the service, keeps in its state and on the heap.
 */
class ManyShardsTest {

    private static final int PARTITIONS = 10_000;
    private static final int GENERATIONS = 7;
    private static final int SHARDS = PARTITIONS * GENERATIONS;
    private static final int PAGES = SHARDS / 100;
    private static final int CALLS_PER_SECOND = 5;
    private static final int PARALLELISM = 4;
    private static final Duration SHARD_LIFE = Duration.ofMinutes(200);

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @Test
    void theListingKeepsToItsBudgetAndReadingBeginsWithItsFirstPage() {
        backlog();
        Instant start = harness.clock.instant();

        harness.start(PARALLELISM, 0, 1, 2, 3);

        assertThat(harness.service.calls(Operation.DESCRIBE_STREAM))
                .isLessThan(2 * CALLS_PER_SECOND);
        assertThat(harness.context.assigned).as("given out with the first pages").isNotEmpty();
        passUntilAllIsListed();
        Duration taken = Duration.between(start, harness.clock.instant());
        assertThat(harness.service.calls(Operation.DESCRIBE_STREAM))
                .isBetween(PAGES, PAGES + CALLS_PER_SECOND);
        assertThat(taken.toSeconds()).isBetween(130L, PAGES / CALLS_PER_SECOND + 2L);
    }

    @Test
    void aBacklogIsReadFromGenerationToGenerationWithoutACallForEachShard() {
        backlog();
        harness.start(PARALLELISM, 0, 1, 2, 3);
        passUntilAllIsListed();
        int listings = harness.service.calls(Operation.DESCRIBE_STREAM);

        for (int generation = 0; generation < GENERATIONS - 1; generation++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                String id = id(generation, partition);
                harness.end(harness.context.ownerOf.get(id), id);
            }
        }

        Set<String> given = new HashSet<>();
        for (ShardSplit split : harness.context.assigned) {
            assertThat(given.add(split.shardId())).as(split.shardId()).isTrue();
        }
        assertThat(given).hasSize(SHARDS);
        assertThat(harness.service.calls(Operation.CHILD_SHARDS)).isZero();
        assertThat(harness.service.calls(Operation.DESCRIBE_STREAM)).isEqualTo(listings);
    }

    @Test
    void theStateIsItsShardIdsAndLittleMore() throws Exception {
        backlog();
        harness.start(PARALLELISM, 0, 1, 2, 3);
        passUntilAllIsListed();

        EnumeratorState state = harness.checkpoint(1, true);

        byte[] bytes = new EnumeratorStateSerializer().serialize(state);
        System.out.printf(
                "Enumerator state of %,d shards: %,d bytes, %.1f a shard%n",
                SHARDS, bytes.length, (double) bytes.length / SHARDS);
        assertThat(bytes.length / SHARDS).isLessThanOrEqualTo(45);
    }

    /** Lets the time pass that the first listing takes. */
    private void passUntilAllIsListed() {
        for (int seconds = 0;
                seconds < 300 && harness.service.calls(Operation.DESCRIBE_STREAM) < PAGES;
                seconds++) {
            harness.pass(Duration.ofSeconds(1));
        }
        assertThat(harness.context.assigned).hasSize(PARTITIONS);
    }

    private void backlog() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            harness.shards(id(0, partition));
        }
        for (int generation = 1; generation < GENERATIONS; generation++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                harness.service.split(id(generation - 1, partition), id(generation, partition));
            }
        }
    }

    private String id(int generation, int partition) {
        Instant created =
                Instant.parse("2026-01-01T00:00:00Z").plus(SHARD_LIFE.multipliedBy(generation));
        return String.format("shardId-%020d-%08x", created.toEpochMilli(), partition);
    }
}
