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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.export.ExportRequest;
import io.github.flinkdynamodb.tools.simulator.export.Exports;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.table.PointInTimeRecovery;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Instant;
import java.util.Map;

/** The calls about point-in-time recovery and exports. Thread-safe. */
final class ExportCalls {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_LISTED = 25;

    private final TablesByName tables;
    private final Exports exports;

    ExportCalls(TablesByName tables, Exports exports) {
        this.tables = tables;
        this.exports = exports;
    }

    /**
     * Answers a call.
     *
     * @param mayWrite whether its caller may write to the bucket of an export that it asks for
     * @return the answer's body
     * @throws ServiceException where the request is refused
     */
    ObjectNode answer(Operation operation, JsonNode request, boolean mayWrite) {
        switch (operation) {
            case EXPORT_TABLE_TO_POINT_IN_TIME:
                return export(request, mayWrite);
            case DESCRIBE_EXPORT:
                return describe(request);
            case LIST_EXPORTS:
                return list(request);
            case UPDATE_CONTINUOUS_BACKUPS:
                return update(request);
            default:
                return backups(table(Parameters.required(request, "TableName")));
        }
    }

    private ObjectNode export(JsonNode request, boolean mayWrite) {
        String arn = Parameters.required(request, "TableArn");
        if (!arn.startsWith("arn:")) {
            throw Parameters.invalid(
                    "One or more parameter values were invalid: tableArn is not a valid ARN");
        }
        ExportRequest export = new ExportParameters(request).read();
        return wrap(exports.begin(table(arn), export, mayWrite));
    }

    private ObjectNode describe(JsonNode request) {
        String arn = Parameters.text(request, "ExportArn", 37, 1024);
        if (arn == null || TablesByName.nameOfExport(arn) == null) {
            throw Parameters.invalid("Invalid Export ARN");
        }
        return wrap(exports.describe(arn));
    }

    private static ObjectNode wrap(ObjectNode description) {
        ObjectNode answer = JSON.objectNode();
        answer.set("ExportDescription", description);
        return answer;
    }

    private ObjectNode list(JsonNode request) {
        Integer most = Parameters.whole(request, "MaxResults", 1, MOST_LISTED);
        int limit = most == null ? MOST_LISTED : most;
        Map<String, ObjectNode> found =
                exports.list(
                        Parameters.text(request, "TableArn"),
                        limit + 1,
                        Parameters.text(request, "NextToken"));
        ObjectNode answer = JSON.objectNode();
        ArrayNode summaries = answer.putArray("ExportSummaries");
        String last = null;
        for (Map.Entry<String, ObjectNode> entry : found.entrySet()) {
            if (summaries.size() == limit) {
                answer.put("NextToken", last);
                break;
            }
            summaries.add(entry.getValue());
            last = entry.getKey();
        }
        return answer;
    }

    private ObjectNode update(JsonNode request) {
        SimulatedTable table = table(Parameters.required(request, "TableName"));
        JsonNode specification = request.path("PointInTimeRecoverySpecification");
        if (!specification.path("PointInTimeRecoveryEnabled").isBoolean()) {
            throw Parameters.constraint(
                    "PointInTimeRecoverySpecification.pointInTimeRecoveryEnabled",
                    null,
                    "Member must not be null");
        }
        Integer days =
                Parameters.whole(
                        specification, "RecoveryPeriodInDays", 1, PointInTimeRecovery.MOST_DAYS);
        if (specification.path("PointInTimeRecoveryEnabled").booleanValue()) {
            table.pointInTimeRecovery().enable();
            table.pointInTimeRecovery().period(days == null ? PointInTimeRecovery.MOST_DAYS : days);
        } else {
            table.pointInTimeRecovery().disable();
        }
        return backups(table);
    }

    private static ObjectNode backups(SimulatedTable table) {
        PointInTimeRecovery recovery = table.pointInTimeRecovery();
        ObjectNode answer = JSON.objectNode();
        ObjectNode backups = answer.putObject("ContinuousBackupsDescription");
        backups.put("ContinuousBackupsStatus", "ENABLED");
        ObjectNode node = backups.putObject("PointInTimeRecoveryDescription");
        if (recovery.isEnabled()) {
            // In whole seconds; from the first one on of which the table is known.
            long earliest = seconds(recovery.earliest().plusMillis(999));
            node.put("PointInTimeRecoveryStatus", "ENABLED")
                    .put("EarliestRestorableDateTime", earliest)
                    .put("LatestRestorableDateTime", Math.max(earliest, seconds(recovery.latest())))
                    .put("RecoveryPeriodInDays", recovery.period());
        } else {
            node.put("PointInTimeRecoveryStatus", "DISABLED");
        }
        return answer;
    }

    private static long seconds(Instant time) {
        return time.getEpochSecond();
    }

    private SimulatedTable table(String nameOrArn) {
        SimulatedTable table = tables.find(nameOrArn);
        if (table == null) {
            throw new ServiceException(
                    ServiceError.TABLE_NOT_FOUND.withMessage("Table not found: " + nameOrArn));
        }
        return table;
    }
}
