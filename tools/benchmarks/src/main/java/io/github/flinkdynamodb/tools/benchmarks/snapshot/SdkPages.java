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

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Takes the pages of the segments in turn. */
final class SdkPages implements SplitReader<Map<String, AttributeValue>, SdkSegment> {

    private final DynamoDbClient client;
    private final int segments;
    private final Queue<Map.Entry<String, Iterator<ScanResponse>>> reading = new ArrayDeque<>();

    SdkPages(DynamoDbClient client, int segments) {
        this.client = client;
        this.segments = segments;
    }

    @Override
    public RecordsWithSplitIds<Map<String, AttributeValue>> fetch() {
        RecordsBySplits.Builder<Map<String, AttributeValue>> fetched =
                new RecordsBySplits.Builder<>();
        Map.Entry<String, Iterator<ScanResponse>> segment = reading.poll();
        if (segment != null) {
            Collection<Map<String, AttributeValue>> items = segment.getValue().next().items();
            fetched.addAll(segment.getKey(), items);
            if (segment.getValue().hasNext()) {
                reading.add(segment);
            } else {
                fetched.addFinishedSplit(segment.getKey());
            }
        }
        return fetched.build();
    }

    @Override
    public void handleSplitsChanges(SplitsChange<SdkSegment> change) {
        change.splits()
                .forEach(
                        split ->
                                reading.add(
                                        Map.entry(
                                                split.splitId(),
                                                SdkTables.pages(
                                                        client, split.number(), segments))));
    }

    @Override
    public void wakeUp() {
        // A fetch takes no longer than a call.
    }

    @Override
    public void close() {
        client.close();
    }
}
