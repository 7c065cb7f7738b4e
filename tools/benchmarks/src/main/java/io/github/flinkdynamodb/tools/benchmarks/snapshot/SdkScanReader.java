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

import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import io.github.flinkdynamodb.tools.benchmarks.rows.SdkItemRows;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The reader of {@link SdkScanSource}. */
// The compiler warns of what close() of the base class may throw.
@SuppressWarnings("try")
final class SdkScanReader
        extends SingleThreadMultiplexSourceReaderBase<
                Map<String, AttributeValue>, RowData, SdkSegment, SdkSegment> {

    SdkScanReader(URI endpoint, int segments, SourceReaderContext context) {
        this(endpoint, segments, context, new SdkItemRows(names(), Orders.types()));
    }

    private SdkScanReader(
            URI endpoint, int segments, SourceReaderContext context, SdkItemRows rows) {
        super(
                () -> new SdkPages(SdkTables.client(endpoint), segments),
                (item, output, segment) -> output.collect(rows.row(RowKind.INSERT, item)),
                new Configuration(),
                context);
    }

    private static List<String> names() {
        return Orders.rowType().getFieldNames();
    }

    @Override
    protected void onSplitFinished(Map<String, SdkSegment> finished) {
        // All segments are assigned at the beginning.
    }

    @Override
    protected SdkSegment initializedState(SdkSegment segment) {
        return segment;
    }

    @Override
    protected SdkSegment toSplitType(String id, SdkSegment segment) {
        return segment;
    }
}
