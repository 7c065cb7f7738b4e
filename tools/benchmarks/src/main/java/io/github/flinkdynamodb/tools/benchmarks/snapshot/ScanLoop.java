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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.aws.AwsStreamsClientProvider;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.tools.benchmarks.catchup.Arrivals;
import io.github.flinkdynamodb.tools.benchmarks.rows.ConnectorPageRows;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.table.data.RowData;

/**
 * Reads without Flink: the connector's client, one call outstanding a segment, and one thread that
 * decodes the pages as they come. It asks for a segment's next page before it decodes the one that
 * it has taken.
 */
final class ScanLoop implements TableDrain {

    private static final int SPARE_CONNECTIONS = 8;

    /** A page that came, or why it didn't. */
    private record Arrived(SegmentScan scan, byte[] page, Throwable failure) {}

    @Override
    public void drain(URI endpoint, PreparedTable table, Duration limit, Runnable allArrived)
            throws Exception {
        ClientSettings settings =
                new ClientSettings(
                        "eu-west-1",
                        endpoint,
                        CredentialsSettings.basic("key", "secret"),
                        table.segments() + SPARE_CONNECTIONS);
        try (StreamsClient client =
                new AwsStreamsClientProvider(settings).create(getClass().getClassLoader())) {
            new Reading(client).run(table, limit);
            allArrived.run();
        }
    }

    private static final class Reading {

        private final StreamsClient client;
        private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        private final Arrivals.Counter counter = Arrivals.counter();
        private final ConnectorPageRows rows =
                new ConnectorPageRows(Orders.rowType().getFieldNames(), Orders.types());

        Reading(StreamsClient client) {
            this.client = client;
        }

        void run(PreparedTable table, Duration limit) throws Exception {
            for (int segment = 0; segment < table.segments(); segment++) {
                ask(SegmentScan.of(PreparedTable.NAME, segment, table.segments(), true));
            }
            int open = table.segments();
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

        private void ask(SegmentScan scan) {
            client.scan(scan)
                    .whenComplete((page, failure) -> arrived.add(arrived(scan, page, failure)));
        }

        private static Arrived arrived(SegmentScan scan, PageResponse page, Throwable failure) {
            return new Arrived(scan, page == null ? null : page.body(), failure);
        }

        private void count(RowData row) {
            counter.add(row.getLong(Orders.NUMBER_COLUMN) - Orders.FIRST_ORDER);
        }

        /** Returns whether the segment goes on. */
        private boolean read(Arrived next) {
            Optional<String> peeked = ScanReader.peekLastEvaluatedKey(next.page);
            peeked.ifPresent(key -> ask(next.scan.after(key)));
            String key = rows.readItems(next.page, this::count);
            if (key != null && peeked.isEmpty()) {
                ask(next.scan.after(key));
            }
            return key != null;
        }
    }
}
