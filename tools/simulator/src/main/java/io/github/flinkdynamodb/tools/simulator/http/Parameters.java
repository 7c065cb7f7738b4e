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
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of a request. What the simulator can't do is refused, never ignored. Immutable.
 */
final class Parameters {

    /** Parameters that are understood with one value, which asks for nothing. */
    private static final Map<String, String> ONE_VALUE =
            Map.of(
                    "ReturnValues", "NONE",
                    "ReturnConsumedCapacity", "NONE",
                    "ReturnItemCollectionMetrics", "NONE",
                    "ReturnValuesOnConditionCheckFailure", "NONE");

    private static final Map<Operation, Set<String>> KNOWN = new EnumMap<>(Operation.class);

    static {
        KNOWN.put(Operation.LIST_STREAMS, Set.of("TableName", "Limit", "ExclusiveStartStreamArn"));
        KNOWN.put(
                Operation.DESCRIBE_STREAM,
                Set.of("StreamArn", "Limit", "ExclusiveStartShardId", "ShardFilter"));
        KNOWN.put(
                Operation.GET_SHARD_ITERATOR,
                Set.of("StreamArn", "ShardId", "ShardIteratorType", "SequenceNumber"));
        KNOWN.put(Operation.GET_RECORDS, Set.of("ShardIterator", "Limit"));
        KNOWN.put(Operation.DESCRIBE_TABLE, Set.of("TableName"));
        KNOWN.put(
                Operation.SCAN,
                Set.of(
                        "TableName",
                        "Segment",
                        "TotalSegments",
                        "Limit",
                        "ExclusiveStartKey",
                        "ConsistentRead",
                        "ReturnConsumedCapacity"));
        KNOWN.put(Operation.PUT_ITEM, Set.of("TableName", "Item"));
        KNOWN.put(Operation.DELETE_ITEM, Set.of("TableName", "Key"));
        KNOWN.put(Operation.BATCH_WRITE_ITEM, Set.of("RequestItems"));
        KNOWN.put(Operation.DESCRIBE_CONTINUOUS_BACKUPS, Set.of("TableName"));
        KNOWN.put(
                Operation.UPDATE_CONTINUOUS_BACKUPS,
                Set.of("TableName", "PointInTimeRecoverySpecification"));
        KNOWN.put(
                Operation.EXPORT_TABLE_TO_POINT_IN_TIME,
                Set.of(
                        "TableArn",
                        "ClientToken",
                        "S3Bucket",
                        "S3BucketOwner",
                        "S3Prefix",
                        "S3SseAlgorithm",
                        "S3SseKmsKeyId",
                        "ExportFormat",
                        "ExportTime",
                        "ExportType",
                        "IncrementalExportSpecification"));
        KNOWN.put(Operation.DESCRIBE_EXPORT, Set.of("ExportArn"));
        KNOWN.put(Operation.LIST_EXPORTS, Set.of("TableArn", "MaxResults", "NextToken"));
    }

    private Parameters() {}

    /**
     * Looks for parameters that the simulator has no answer to.
     *
     * @throws ServiceException where there is one
     */
    static void check(Operation operation, JsonNode request) {
        for (Map.Entry<String, JsonNode> field : request.properties()) {
            String name = field.getKey();
            boolean asksForNothing =
                    field.getValue().isNull()
                            || field.getValue().asText().equals(ONE_VALUE.get(name));
            if (!KNOWN.get(operation).contains(name) && !asksForNothing) {
                throw invalid(
                        "The simulator doesn't support "
                                + operation.action()
                                + " with "
                                + name
                                + (ONE_VALUE.containsKey(name)
                                        ? " other than " + ONE_VALUE.get(name)
                                        : ""));
            }
        }
    }

    /** A text, or null where there is none. */
    static String text(JsonNode request, String name) {
        JsonNode value = request.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new ServiceException(
                    ServiceError.SERIALIZATION.withMessage(name + " is not a string: " + value));
        }
        return value.textValue();
    }

    /** A text that has to be there. */
    static String required(JsonNode request, String name) {
        String value = text(request, name);
        if (value == null) {
            throw constraint(name, null, "Member must not be null");
        }
        return value;
    }

    /** A text of some length, or null where there is none. */
    static String text(JsonNode request, String name, int least, int most) {
        String value = text(request, name);
        if (value != null && value.length() < least) {
            throw constraint(
                    name, value, "Member must have length greater than or equal to " + least);
        }
        if (value != null && value.length() > most) {
            throw constraint(name, value, "Member must have length less than or equal to " + most);
        }
        return value;
    }

    /** The number {@code Limit}, from 1 on, or the most where there is none. */
    static int limit(JsonNode request, int most) {
        Integer limit = whole(request, "Limit", 1, most);
        return limit == null ? most : limit;
    }

    /** A whole number within limits, or null where there is none. */
    static Integer whole(JsonNode request, String name, int least, int most) {
        JsonNode value = request.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            throw new ServiceException(
                    ServiceError.SERIALIZATION.withMessage(
                            name + " is not a whole number: " + value));
        }
        if (value.longValue() < least) {
            throw constraint(
                    name,
                    value.asText(),
                    "Member must have value greater than or equal to " + least);
        }
        if (value.longValue() > most) {
            throw constraint(
                    name, value.asText(), "Member must have value less than or equal to " + most);
        }
        return value.intValue();
    }

    /** A truth value; false where there is none. */
    static boolean flag(JsonNode request, String name) {
        JsonNode value = request.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new ServiceException(
                    ServiceError.SERIALIZATION.withMessage(name + " is not a boolean: " + value));
        }
        return value.booleanValue();
    }

    static ServiceException constraint(String name, String value, String constraint) {
        return invalid(
                "1 validation error detected: Value "
                        + (value == null ? "null" : "'" + value + "'")
                        + " at '"
                        + Character.toLowerCase(name.charAt(0))
                        + name.substring(1)
                        + "' failed to satisfy constraint: "
                        + constraint);
    }

    static ServiceException invalid(String message) {
        return new ServiceException(ServiceError.VALIDATION.withMessage(message));
    }
}
