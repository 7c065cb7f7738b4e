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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.UncalledStreamsClient;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.enumerator.ManualCoordinatorExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

/** How listings end whose pages don't lead to an end. */
class ShardDiscovererTest {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2026-01-01T00:00:00.000";

    private final ManualCoordinatorExecutor executor =
            new ManualCoordinatorExecutor(new ManualClock());
    private final Heard heard = new Heard();
    private final List<String> starts = new ArrayList<>();

    @Test
    void aListingThatAlwaysNamesTheSameNextPageIsCompleteAfterASecondLook() {
        watch(start -> page("a", "a"), Duration.ofSeconds(20));

        assertThat(heard.completeListings).isEqualTo(1);
        assertThat(starts).containsExactly(null, "a");
    }

    @Test
    void aListingThatGoesInCirclesIsCompleteWhenTheCircleIsClosed() {
        watch(start -> "b".equals(start) ? page("c", "a") : page("x", start == null ? "a" : "b"));

        assertThat(heard.completeListings).isEqualTo(1);
        assertThat(starts).containsExactly(null, "a", "b");
    }

    @Test
    void aListingThatShowsNothingNewIsComplete() {
        watch(start -> page("a", "next-" + starts.size()));

        assertThat(heard.completeListings).isEqualTo(1);
        assertThat(starts).hasSizeLessThan(20);
    }

    @Test
    void aListingOfManyPagesGoesOnToItsEnd() {
        watch(
                start ->
                        starts.size() < 50
                                ? page("s" + starts.size(), "s" + starts.size())
                                : page("z", null));

        assertThat(heard.completeListings).isEqualTo(1);
        assertThat(starts).hasSize(50);
    }

    @Test
    void aServiceThatRejectsEverySecondPageIsReported() {
        watch(
                start -> {
                    if (start == null) {
                        return page("a", "a");
                    }
                    throw new StreamsException(
                            StreamsException.Kind.INVALID_REQUEST, "no such start", null);
                });

        assertThat(heard.completeListings).isZero();
        assertThat(heard.failures).hasSize(1);
        assertThat(heard.failures.get(0))
                .hasMessageContaining("listings in a row of stream " + ARN)
                .hasMessageContaining("after shard a")
                .hasMessageContaining("no such start");
    }

    @Test
    void pagesAfterTheLastShardThatDoNotMoveOnAreNoReasonToAskForMore() {
        ShardDiscoverer discoverer = watch(start -> page("a", start == null ? null : "a"));
        heard.moreAfterLast.clear();

        discoverer.listAfterLast();
        executor.advance(Duration.ofSeconds(1));

        assertThat(heard.moreAfterLast).containsExactly(false);
    }

    private ShardDiscoverer watch(Function<String, StreamPage> pages) {
        return watch(pages, Duration.ofSeconds(25));
    }

    private ShardDiscoverer watch(Function<String, StreamPage> pages, Duration time) {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ARN);
        SourceConfig config = SourceConfig.from(options);
        DiscoveryCalls calls =
                new DiscoveryCalls(
                        new Pages(pages), executor, config.retryMaxDuration(), new SimpleCounter());
        ShardDiscoverer discoverer =
                new ShardDiscoverer(ARN, calls, executor, config.shardDiscoveryInterval(), heard);
        discoverer.listSoon();
        executor.run();
        executor.advance(time);
        return discoverer;
    }

    private static StreamPage page(String shardId, String next) {
        return new StreamPage(
                StreamStatus.ENABLED,
                null,
                null,
                List.of(),
                List.of(new ShardDescriptor(shardId, null, null, null)),
                next);
    }

    /** What the discoverer reports. */
    private static final class Heard implements DiscoveryListener {
        final List<StreamsException> failures = new ArrayList<>();
        final List<Boolean> moreAfterLast = new ArrayList<>();
        int completeListings;

        @Override
        public void onPage(StreamPage page) {}

        @Override
        public void onListingComplete(int listing, StreamStatus status) {
            completeListings++;
        }

        @Override
        public void onListingAbandoned() {}

        @Override
        public void onChildren(String parentShardId, List<ShardDescriptor> children) {}

        @Override
        public void onShardsAfterLast(int request, List<ShardDescriptor> shards, boolean more) {
            moreAfterLast.add(more);
        }

        @Override
        public void onFailure(StreamsException failure) {
            failures.add(failure);
        }
    }

    /** A service that lists shards and can do nothing else. */
    private final class Pages extends UncalledStreamsClient {
        private final Function<String, StreamPage> pages;

        Pages(Function<String, StreamPage> pages) {
            this.pages = pages;
        }

        @Override
        public CompletableFuture<StreamPage> describeStream(String streamArn, String start) {
            starts.add(start);
            try {
                return CompletableFuture.completedFuture(pages.apply(start));
            } catch (StreamsException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }
}
