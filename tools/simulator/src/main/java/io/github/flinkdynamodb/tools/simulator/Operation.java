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
package io.github.flinkdynamodb.tools.simulator;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The calls that the simulator answers, by the names they have on the wire. */
public enum Operation {
    /** Of DynamoDB Streams: the streams of all tables or of one. */
    LIST_STREAMS("DynamoDBStreams_20120810", "ListStreams"),
    /** Of DynamoDB Streams: a stream and a page of its shards. */
    DESCRIBE_STREAM("DynamoDBStreams_20120810", "DescribeStream"),
    /** Of DynamoDB Streams: a position to read from. */
    GET_SHARD_ITERATOR("DynamoDBStreams_20120810", "GetShardIterator"),
    /** Of DynamoDB Streams: a page of records. */
    GET_RECORDS("DynamoDBStreams_20120810", "GetRecords"),
    /** Of DynamoDB: a table and its latest stream. */
    DESCRIBE_TABLE("DynamoDB_20120810", "DescribeTable"),
    /** Of DynamoDB: a page of a table's items. */
    SCAN("DynamoDB_20120810", "Scan"),
    /** Of DynamoDB: writes a whole item, without conditions. */
    PUT_ITEM("DynamoDB_20120810", "PutItem"),
    /** Of DynamoDB: removes an item, without conditions. */
    DELETE_ITEM("DynamoDB_20120810", "DeleteItem"),
    /** Of DynamoDB: several puts and deletes. */
    BATCH_WRITE_ITEM("DynamoDB_20120810", "BatchWriteItem"),
    /** Of DynamoDB: a table's point-in-time recovery. */
    DESCRIBE_CONTINUOUS_BACKUPS("DynamoDB_20120810", "DescribeContinuousBackups"),
    /** Of DynamoDB: enables and disables point-in-time recovery. */
    UPDATE_CONTINUOUS_BACKUPS("DynamoDB_20120810", "UpdateContinuousBackups"),
    /** Of DynamoDB: begins an export. */
    EXPORT_TABLE_TO_POINT_IN_TIME("DynamoDB_20120810", "ExportTableToPointInTime"),
    /** Of DynamoDB: an export, and how far it is. */
    DESCRIBE_EXPORT("DynamoDB_20120810", "DescribeExport"),
    /** Of DynamoDB: the exports of all tables or of one. */
    LIST_EXPORTS("DynamoDB_20120810", "ListExports");

    private final String service;
    private final String action;

    Operation(String service, String action) {
        this.service = service;
        this.action = action;
    }

    /** Its name in the API, such as {@code GetRecords}. */
    public String action() {
        return action;
    }

    /**
     * What the header {@code X-Amz-Target} says, such as {@code
     * DynamoDBStreams_20120810.GetRecords}.
     */
    public String target() {
        return service + "." + action;
    }

    /**
     * Finds an operation.
     *
     * @param target the header {@code X-Amz-Target}; may be null
     * @return the operation, or null where the simulator has none of that name
     */
    public static Operation ofTarget(String target) {
        for (Operation operation : values()) {
            if (operation.target().equals(target)) {
                return operation;
            }
        }
        return null;
    }

    /**
     * Finds an operation.
     *
     * @param action its name in the API
     * @throws IllegalArgumentException where the simulator has none of that name
     */
    public static Operation ofAction(String action) {
        for (Operation operation : values()) {
            if (operation.action.equals(action)) {
                return operation;
            }
        }
        throw new IllegalArgumentException(
                "No call is named "
                        + action
                        + "; there are "
                        + Arrays.stream(values())
                                .map(Operation::action)
                                .collect(Collectors.joining(", ")));
    }
}
