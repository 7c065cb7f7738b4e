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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.ShardIteratorStart;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.aws.AwsStreamsClientProvider;
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.tools.benchmarks.rows.ConnectorPageRows;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.table.data.RowData;

/**
 * Reads without Flink: the connector's client, one call outstanding a shard, and one thread that
 * looks at the pages as they come. It asks for a shard's next page before it decodes the one that
 * it has taken.
 */
final class AsyncLoop implements Drain {

    private static final int SPARE_CONNECTIONS = 8;
    private static final int ROWS_OF_A_RECORD = 2;

    private final boolean decodes;

    /**
     * Creates a loop.
     *
     * @param decodes whether rows are made; if not, no more is read of a page than where the next
     *     one is
     */
    AsyncLoop(boolean decodes) {
        this.decodes = decodes;
    }

    /** A page that came, or why it didn't. */
    private record Arrived(int shard, byte[] page, Throwable failure) {}

    @Override
    public int timesEach() {
        return decodes ? ROWS_OF_A_RECORD : 1;
    }

    @Override
    public void drain(
            PreparedPagesServer server, PreparedStream stream, Duration limit, Runnable allArrived)
            throws Exception {
        ClientSettings settings =
                new ClientSettings(
                        "eu-west-1",
                        server.endpoint(),
                        CredentialsSettings.basic("key", "secret"),
                        stream.shards() + SPARE_CONNECTIONS);
        try (StreamsClient client =
                new AwsStreamsClientProvider(settings).create(getClass().getClassLoader())) {
            new Reading(client, stream).run(limit);
            allArrived.run();
        }
    }

    private final class Reading {

        private final StreamsClient client;
        private final PreparedStream stream;
        private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        private final Arrivals.Counter counter = Arrivals.counter();
        private final ConnectorPageRows rows =
                new ConnectorPageRows(Orders.rowType().getFieldNames(), Orders.types());
        private final long[] pages;

        Reading(StreamsClient client, PreparedStream stream) {
            this.client = client;
            this.stream = stream;
            this.pages = new long[stream.shards()];
        }

        void run(Duration limit) throws Exception {
            for (int shard = 0; shard < stream.shards(); shard++) {
                begin(shard);
            }
            int open = stream.shards();
            while (open > 0) {
                Arrived next = arrived.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (next == null) {
                    throw new TimeoutException("No page came within " + limit);
                }
                if (next.failure != null) {
                    throw new IllegalStateException("A call failed", next.failure);
                }
                if (!read(next)) {
                    open--;
                }
            }
        }

        private void begin(int shard) {
            client.getShardIterator(
                            PreparedStream.ARN,
                            stream.shardId(shard),
                            ShardIteratorStart.trimHorizon())
                    .whenComplete(
                            (iterator, failure) -> {
                                if (failure == null) {
                                    ask(shard, iterator);
                                } else {
                                    arrived.add(new Arrived(shard, null, failure));
                                }
                            });
        }

        private void ask(int shard, String iterator) {
            client.getRecords(iterator, StreamsClient.MAX_RECORDS_PER_PAGE)
                    .whenComplete((page, failure) -> arrived.add(arrived(shard, page, failure)));
        }

        private Arrived arrived(int shard, PageResponse page, Throwable failure) {
            return new Arrived(shard, page == null ? null : page.body(), failure);
        }

        private void count(RowData row) {
            counter.add(row.getLong(Orders.NUMBER_COLUMN) - Orders.FIRST_ORDER);
        }

        /** Returns whether the shard goes on. */
        private boolean read(Arrived next) {
            Optional<String> peeked = GetRecordsReader.peekNextShardIterator(next.page);
            peeked.ifPresent(iterator -> ask(next.shard, iterator));
            if (!decodes) {
                counter.addAll(
                        pages[next.shard]++ * stream.recordsPerPage(), stream.recordsPerPage());
                return peeked.isPresent();
            }
            String shardId = stream.shardId(next.shard);
            String iterator = rows.read(next.page, PreparedStream.ARN, shardId, this::count);
            if (iterator != null && peeked.isEmpty()) {
                ask(next.shard, iterator);
            }
            return iterator != null;
        }
    }
}
