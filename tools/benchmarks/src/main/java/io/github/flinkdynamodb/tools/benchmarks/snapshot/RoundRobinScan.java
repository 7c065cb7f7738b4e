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

import io.github.flinkdynamodb.tools.benchmarks.catchup.Arrivals;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import io.github.flinkdynamodb.tools.benchmarks.rows.SdkItemRows;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Reads without Flink: one thread asks the segments in turn, waits for each answer, and makes rows
 * of the SDK's objects.
 */
final class RoundRobinScan implements TableDrain {

    @Override
    public void drain(URI endpoint, PreparedTable table, Duration limit, Runnable allArrived)
            throws Exception {
        try (DynamoDbClient client = SdkTables.client(endpoint)) {
            Queue<Iterator<ScanResponse>> segments = new ArrayDeque<>();
            for (int segment = 0; segment < table.segments(); segment++) {
                segments.add(SdkTables.pages(client, segment, table.segments()));
            }
            read(segments, limit);
            allArrived.run();
        }
    }

    private static void read(Queue<Iterator<ScanResponse>> segments, Duration limit)
            throws TimeoutException {
        long begin = System.nanoTime();
        SdkItemRows rows = new SdkItemRows(Orders.rowType().getFieldNames(), Orders.types());
        Arrivals.Counter counter = Arrivals.counter();
        while (!segments.isEmpty()) {
            Iterator<ScanResponse> pages = segments.remove();
            for (Map<String, AttributeValue> item : pages.next().items()) {
                RowData row = rows.row(RowKind.INSERT, item);
                counter.add(row.getLong(Orders.NUMBER_COLUMN) - Orders.FIRST_ORDER);
            }
            if (pages.hasNext()) {
                segments.add(pages);
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new TimeoutException("The table wasn't read within " + limit);
            }
        }
    }
}
