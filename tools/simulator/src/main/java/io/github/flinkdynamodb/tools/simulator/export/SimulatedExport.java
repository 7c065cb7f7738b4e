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
package io.github.flinkdynamodb.tools.simulator.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Instant;

/** An export that was asked for, and what became of it. Guarded by the lock of its exports. */
final class SimulatedExport {

    private final String id;
    private final SimulatedTable table;
    private final String tableArn;
    private final String tableId;
    private final Instant tableCreated;
    private final Instant recoverableSince;
    private final ExportRequest request;
    private final Instant start;
    private final Instant end;
    private WrittenExport written;
    private ExportFailure planned;
    private ExportFailure failure;

    /**
     * An export in progress.
     *
     * @param request one whose times are set
     * @param start when it was asked for
     * @param end when it will be finished
     */
    SimulatedExport(
            String id, SimulatedTable table, ExportRequest request, Instant start, Instant end) {
        this.id = id;
        this.table = table;
        this.tableArn = table.arn();
        this.tableId = table.id();
        this.tableCreated = table.created();
        this.recoverableSince = table.pointInTimeRecovery().enabledSince();
        this.request = request;
        this.start = start;
        this.end = end;
    }

    String id() {
        return id;
    }

    String arn() {
        return tableArn + "/export/" + id;
    }

    SimulatedTable table() {
        return table;
    }

    String tableArn() {
        return tableArn;
    }

    String tableId() {
        return tableId;
    }

    /** Returns when the table was created that it is of. */
    Instant tableCreated() {
        return tableCreated;
    }

    /** Returns since when its table is known, as of when it was asked for. */
    Instant recoverableSince() {
        return recoverableSince;
    }

    ExportRequest request() {
        return request;
    }

    Instant start() {
        return start;
    }

    Instant end() {
        return end;
    }

    /** Returns whether its table is still there, and isn't another one of that name. */
    boolean isOfPresentTable() {
        return !table.isDeleted() && table.id().equals(tableId);
    }

    /** Lets it fail when its time is up, unless this is null. */
    void plan(ExportFailure why) {
        planned = why;
    }

    /** Returns why it will fail, or null. */
    ExportFailure plannedFailure() {
        return planned;
    }

    boolean isInProgress() {
        return written == null && failure == null;
    }

    void complete(WrittenExport export) {
        written = export;
    }

    void fail(ExportFailure why) {
        failure = why;
    }

    private String status() {
        if (isInProgress()) {
            return "IN_PROGRESS";
        }
        return written == null ? "FAILED" : "COMPLETED";
    }

    /** Returns what ListExports says of it. */
    ObjectNode summary() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ExportArn", arn())
                .put("ExportStatus", status())
                .put("ExportType", request.isIncremental() ? "INCREMENTAL_EXPORT" : "FULL_EXPORT");
    }

    /** Returns what DescribeExport says of it; parameters that weren't given are missing. */
    ObjectNode description() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("ExportArn", arn())
                .put("ExportStatus", status())
                .put("StartTime", seconds(start))
                .put("TableArn", tableArn)
                .put("TableId", tableId)
                .put("ClientToken", request.token())
                .put("S3Bucket", request.bucket())
                .put("S3SseAlgorithm", request.sseAlgorithm())
                .put("ExportFormat", "DYNAMODB_JSON")
                .put("DestinationType", "S3");
        put(node, "S3Prefix", request.prefix());
        put(node, "S3BucketOwner", request.bucketOwner());
        put(node, "S3SseKmsKeyId", request.kmsKeyId());
        addType(node);
        addEnd(node);
        return node;
    }

    private static void put(ObjectNode node, String name, String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    /** The service names the type of incremental exports alone. */
    private void addType(ObjectNode node) {
        if (!request.isIncremental()) {
            node.put("ExportTime", seconds(request.exportTime()));
            return;
        }
        node.put("ExportType", "INCREMENTAL_EXPORT");
        node.putObject("IncrementalExportSpecification")
                .put("ExportFromTime", seconds(request.from()))
                .put("ExportToTime", seconds(request.to()))
                .put("ExportViewType", request.view().name());
    }

    private void addEnd(ObjectNode node) {
        if (isInProgress()) {
            return;
        }
        node.put("EndTime", seconds(end));
        if (written == null) {
            node.put("FailureCode", failure.code()).put("FailureMessage", failure.message());
        } else {
            node.put("ExportManifest", written.manifestKey())
                    .put("BilledSizeBytes", written.billedBytes())
                    .put("ItemCount", written.items());
        }
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
