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
package io.github.flinkdynamodb.streams.client.aws;

import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.StreamsException;
import java.util.Optional;

/** Which call was made on what, for messages. Immutable. */
final class CallTarget {

    private static final String EXPORT_IN_ARN = "/export/";
    private static final String RECOVERY = "DescribeContinuousBackups";
    private static final String CHANGES = "the changes of ";

    private final String call;
    private final String resource;

    /** Of a call for a table; null for one for streams. */
    private final String table;

    private CallTarget(String call, String resource) {
        this(call, resource, null);
    }

    private CallTarget(String call, String resource, String table) {
        this.call = call;
        this.resource = resource;
        this.table = table;
    }

    static CallTarget describeStream(String streamArn) {
        return new CallTarget("DescribeStream", "stream " + streamArn);
    }

    static CallTarget childShards(String streamArn, String shardId) {
        return new CallTarget(
                "DescribeStream", "the children of shard " + shardId + " of stream " + streamArn);
    }

    static CallTarget listStreams(String tableName) {
        return new CallTarget("ListStreams", "table " + tableName);
    }

    static CallTarget shardIterator(String streamArn, String shardId, Object start) {
        return new CallTarget(
                "GetShardIterator",
                "shard " + shardId + " of stream " + streamArn + " at " + start);
    }

    /** An iterator begins with the ARN of its stream; the rest of it is opaque. */
    static CallTarget records(String shardIterator) {
        int end = shardIterator.indexOf('|');
        boolean known = end > 0 && shardIterator.startsWith("arn:");
        return new CallTarget(
                "GetRecords",
                known ? "a shard of stream " + shardIterator.substring(0, end) : "a shard");
    }

    static CallTarget describeTable(String table) {
        return new CallTarget("DescribeTable", "table " + table, table);
    }

    static CallTarget scan(SegmentScan page) {
        String segment = "segment " + page.segment() + " of table " + page.table();
        return new CallTarget("Scan", segment, page.table());
    }

    static CallTarget exportTable(ExportRequest export) {
        String table = "table " + export.tableArn();
        String resource =
                export.isIncremental()
                        ? CHANGES
                                + table
                                + " from "
                                + export.from().get()
                                + " to "
                                + export.to().get()
                        : table;
        return new CallTarget("ExportTableToPointInTime", resource, export.tableArn());
    }

    static CallTarget describeRecovery(String table) {
        return new CallTarget(RECOVERY, "table " + table, table);
    }

    static CallTarget listExports(String tableArn) {
        return new CallTarget("ListExports", "table " + tableArn, tableArn);
    }

    /** An export's ARN begins with that of its table. */
    static CallTarget describeExport(String exportArn) {
        int table = exportArn.indexOf(EXPORT_IN_ARN);
        return new CallTarget(
                "DescribeExport",
                "export " + exportArn,
                table < 0 ? exportArn : exportArn.substring(0, table));
    }

    /** Returns whether the call is about exports, or the recovery that they need. */
    boolean isAboutExports() {
        return call.contains("Export") || isAboutRecovery();
    }

    /** Returns whether the call is about point-in-time recovery alone. */
    boolean isAboutRecovery() {
        return call.equals(RECOVERY);
    }

    /** Returns whether the call asks for an incremental export. */
    boolean isForChanges() {
        return resource.startsWith(CHANGES);
    }

    /**
     * Returns the table that the call is for.
     *
     * @return its name without what comes before it in an ARN; empty for a call for streams
     */
    Optional<String> table() {
        return Optional.ofNullable(table).map(name -> name.substring(name.lastIndexOf('/') + 1));
    }

    /**
     * The name of the call.
     *
     * @return as the API has it
     */
    String call() {
        return call;
    }

    /**
     * The failure of a call whose response lacks what the call is made for, or is none. The call is
     * worth a retry: such responses come from what stands between.
     *
     * @param problem what is wrong with the response
     * @return the failure for the caller
     */
    StreamsException unusableResponse(RuntimeException problem) {
        return new StreamsException(
                StreamsException.Kind.TRANSIENT,
                this
                        + " failed: "
                        + problem.getMessage()
                        + (table == null
                                ? ". Check that 'aws.endpoint' leads to DynamoDB Streams."
                                : ". Check that 'scan.snapshot.endpoint' leads to DynamoDB."),
                problem);
    }

    @Override
    public String toString() {
        return call + " for " + resource;
    }
}
