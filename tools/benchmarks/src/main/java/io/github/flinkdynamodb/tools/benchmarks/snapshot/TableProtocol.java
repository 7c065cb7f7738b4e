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

import io.github.flinkdynamodb.tools.benchmarks.catchup.NumberedPage;
import io.github.flinkdynamodb.tools.benchmarks.catchup.PagesProtocol;
import io.github.flinkdynamodb.tools.benchmarks.catchup.PreparedStream;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers Scan and DescribeTable from a {@link PreparedTable}. Another server serves the table's
 * stream.
 */
final class TableProtocol extends PagesProtocol {

    private static final Pattern START =
            Pattern.compile(
                    "\"ExclusiveStartKey\".*\"" + Orders.NUMBER + "\":\\{\"N\":\"(\\d{1,18})\"");

    private final PreparedTable table;
    private final String tableArn;
    private final String streamArn;
    private final List<NumberedPage> pages;

    TableProtocol(PreparedTable table) {
        this(table, PreparedTable.ARN, PreparedStream.ARN);
    }

    /**
     * Creates a protocol.
     *
     * @param table the items
     * @param tableArn what DescribeTable calls it
     * @param streamArn what it calls its stream
     */
    TableProtocol(PreparedTable table, String tableArn, String streamArn) {
        this.table = table;
        this.tableArn = tableArn;
        this.streamArn = streamArn;
        this.pages = table.templates();
    }

    @Override
    public ByteBuf body(String call, String request, ByteBufAllocator allocator) {
        switch (call) {
            case "Scan":
                return scan(request, allocator);
            case "DescribeTable":
                return ByteBufUtil.writeUtf8(allocator, describeTable());
            default:
                throw new CallRejected("UnknownOperationException", "no call " + call);
        }
    }

    private ByteBuf scan(String request, ByteBufAllocator allocator) {
        if (number(request, "TotalSegments", 1) != table.segments()
                || number(request, "Segment", 0) >= table.segments()) {
            throw new CallRejected("ValidationException", "not in " + table.segments());
        }
        if (request.contains("\"Limit\"")) {
            throw new CallRejected("ValidationException", "all pages here are full");
        }
        Matcher start = START.matcher(request);
        long first = start.find() ? Long.parseLong(start.group(1)) + 1 - Orders.FIRST_ORDER : 0;
        long page = first / table.itemsPerPage();
        if (first % table.itemsPerPage() != 0 || page >= table.pagesPerSegment()) {
            throw new CallRejected("ValidationException", "no page begins after this key");
        }
        String end = end(page + 1 < table.pagesPerSegment(), first + table.itemsPerPage() - 1);
        return pages.get((int) (page % pages.size()))
                .write(allocator, first, table.itemsPerPage(), end);
    }

    private String end(boolean goesOn, long last) {
        String key =
                "\"LastEvaluatedKey\":{\"customer\":{\"S\":\"any\"},\""
                        + Orders.NUMBER
                        + "\":{\"N\":\""
                        + (Orders.FIRST_ORDER + last)
                        + "\"}},";
        return "]," + (goesOn ? key : "") + "\"ScannedCount\":" + table.itemsPerPage() + "}";
    }

    private String describeTable() {
        return "{\"Table\":{\"TableName\":\""
                + PreparedTable.NAME
                + "\",\"TableArn\":\""
                + tableArn
                + "\",\"TableId\":\"prepared\",\"TableStatus\":\"ACTIVE\","
                + "\"CreationDateTime\":1767225600,\"ItemCount\":"
                + table.totalItems()
                + ",\"TableSizeBytes\":"
                + table.totalItems() * table.itemBytes()
                + ",\"BillingModeSummary\":{\"BillingMode\":\"PAY_PER_REQUEST\"},"
                + "\"LatestStreamArn\":\""
                + streamArn
                + "\",\"StreamSpecification\":{\"StreamEnabled\":true,"
                + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"},"
                + "\"KeySchema\":[{\"AttributeName\":\"customer\",\"KeyType\":\"HASH\"},"
                + "{\"AttributeName\":\""
                + Orders.NUMBER
                + "\",\"KeyType\":\"RANGE\"}]}}";
    }
}
