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
package io.github.flinkdynamodb.tools.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.ScanPage;
import io.github.flinkdynamodb.tools.simulator.table.ScanRequest;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableScans;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** The call that reads a table, Scan. Thread-safe. */
final class ScanCalls {

    private static final int MOST_SEGMENTS = 1_000_000;

    private final TablesByName tables;

    ScanCalls(TablesByName tables) {
        this.tables = tables;
    }

    /**
     * Scans a page.
     *
     * @param fault what goes wrong with it, or null
     * @return the answer's body
     * @throws ServiceException where the request is refused
     */
    ByteBuf scan(JsonNode request, Fault fault) {
        String name = Parameters.required(request, "TableName");
        ScanRequest which = page(request);
        boolean withCapacity = asksForCapacity(request);
        SimulatedTable table = tables.find(name);
        if (table == null) {
            throw new ServiceException(
                    ServiceError.RESOURCE_NOT_FOUND.withMessage("Requested resource not found"));
        }
        TableScans scans = table.scans();
        Fault.Kind kind = fault == null ? null : fault.kind();
        ScanPage page = kind == Fault.Kind.EMPTY_PAGE ? scans.emptyPage(which) : scans.page(which);
        if (kind == null || !kind.spoilsBody()) {
            page.noteHandedOut();
        }
        return body(page, withCapacity ? table.name() : null);
    }

    private static ScanRequest page(JsonNode request) {
        int limit = Parameters.limit(request, Integer.MAX_VALUE);
        Integer total = Parameters.whole(request, "TotalSegments", 1, MOST_SEGMENTS);
        Integer segment = Parameters.whole(request, "Segment", 0, MOST_SEGMENTS - 1);
        checkSegment(segment, total);
        JsonNode start = request.path("ExclusiveStartKey");
        Item startKey = start.isMissingNode() || start.isNull() ? null : WireItems.read(start);
        ScanRequest page = total == null ? ScanRequest.of(0, 1) : ScanRequest.of(segment, total);
        return page.limit(limit)
                .after(startKey)
                .consistent(Parameters.flag(request, "ConsistentRead"));
    }

    private static void checkSegment(Integer segment, Integer total) {
        if (segment != null && total == null) {
            throw Parameters.invalid(
                    "The TotalSegments parameter is required but was not present in the request"
                            + " when Segment parameter is present");
        }
        if (segment == null && total != null) {
            throw Parameters.invalid(
                    "The Segment parameter is required but was not present in the request when"
                            + " parameter TotalSegments is present");
        }
        if (segment != null && segment >= total) {
            throw Parameters.invalid(
                    "The Segment parameter is zero-based and must be less than parameter"
                            + " TotalSegments: Segment: "
                            + segment
                            + " is not less than TotalSegments: "
                            + total);
        }
    }

    private static boolean asksForCapacity(JsonNode request) {
        String capacity = Parameters.text(request, "ReturnConsumedCapacity");
        if (capacity == null || capacity.equals("NONE")) {
            return false;
        }
        if (capacity.equals("INDEXES")) {
            throw Parameters.invalid(
                    "The simulator doesn't support Scan with ReturnConsumedCapacity other than"
                            + " TOTAL and NONE");
        }
        if (!capacity.equals("TOTAL")) {
            throw Parameters.constraint(
                    "ReturnConsumedCapacity",
                    capacity,
                    "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]");
        }
        return true;
    }

    private static ByteBuf body(ScanPage page, String capacityOf) {
        StringBuilder head = new StringBuilder("{");
        if (capacityOf != null) {
            head.append("\"ConsumedCapacity\":{\"CapacityUnits\":")
                    .append(page.units())
                    .append(",\"TableName\":\"")
                    .append(capacityOf)
                    .append("\"},");
        }
        head.append("\"Count\":").append(page.count()).append(",\"Items\":[");
        StringBuilder tail = new StringBuilder("]");
        if (page.lastEvaluatedKey() != null) {
            tail.append(",\"LastEvaluatedKey\":").append(page.lastEvaluatedKey().toJson());
        }
        tail.append(",\"ScannedCount\":").append(page.count()).append('}');
        return Unpooled.wrappedBuffer(
                bytes(head), Unpooled.wrappedBuffer(page.items()), bytes(tail));
    }

    private static ByteBuf bytes(CharSequence text) {
        return Unpooled.wrappedBuffer(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
