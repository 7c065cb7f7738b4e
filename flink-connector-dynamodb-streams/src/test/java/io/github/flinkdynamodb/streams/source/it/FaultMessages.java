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
package io.github.flinkdynamodb.streams.source.it;

import io.github.flinkdynamodb.streams.source.it.FaultCase.Promise;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Target;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.util.ArrayList;
import java.util.List;

/** What the failure of a job has to say: the call, the resource, the cause, and what to do. */
final class FaultMessages {

    private FaultMessages() {}

    /** The parts that the failure's text must have. */
    static List<String> of(FaultCase fault, SimulatedTable table) {
        List<String> parts = new ArrayList<>();
        if (fault.promise == Promise.FAILS_AS_LOSS) {
            parts.add("Data loss: shard ");
            parts.add(" of stream " + table.streamArn());
            parts.add("DynamoDB Streams keeps records for 24 hours");
            parts.add("set 'scan.on-data-loss' = 'continue'");
            return parts;
        }
        if (fault.fault.kind() == Fault.Kind.CORRUPT_BODY) {
            parts.add("Cannot read a page of shard shardId-");
            parts.add(" of stream " + table.streamArn());
            return parts;
        }
        if (isMissingTable(fault)) {
            parts.add("Table '" + table.name() + "' ('table-name') has no stream: enable one");
            return parts;
        }
        parts.add(fault.fault.error().code());
        parts.add(call(fault.target, table));
        parts.add(fault.target.isOfTable() ? ofTable(fault, table) : advice(fault.faultName()));
        return parts;
    }

    private static boolean isMissingTable(FaultCase fault) {
        return fault.target == Target.LIST_STREAMS
                && fault.faultName().equals("ResourceNotFoundException");
    }

    private static String call(Target target, SimulatedTable table) {
        switch (target) {
            case GET_RECORDS:
                return "GetRecords on shard shardId-";
            case GET_SHARD_ITERATOR:
                return "GetShardIterator for shard shardId-";
            case LISTING:
                return "Discovery of shards failed: DescribeStream for stream " + table.streamArn();
            case CHILD_SHARDS:
                return "Discovery of shards failed: DescribeStream for the children of shard";
            case SCAN:
                return "Scan for segment 0 of table " + table.name();
            case DESCRIBE_TABLE:
                return "DescribeTable for table " + table.name();
            default:
                return "Discovery of shards failed: ListStreams for table " + table.name();
        }
    }

    private static String ofTable(FaultCase fault, SimulatedTable table) {
        switch (fault.faultName()) {
            case "ResourceNotFoundException":
                return "Check stream.arn or table-name, aws.region and scan.snapshot.endpoint";
            case "ValidationException":
            case "UnknownOperationException":
                return "Check that stream.arn or table-name, aws.region and scan.snapshot.endpoint"
                        + " fit";
            default:
                return "on table/"
                        + table.name()
                        + " (reading a table's items needs dynamodb:DescribeTable and"
                        + " dynamodb:Scan";
        }
    }

    private static String advice(String error) {
        switch (error) {
            case "ResourceNotFoundException":
                return "Check stream.arn or table-name, aws.region and aws.endpoint";
            case "ValidationException":
            case "UnknownOperationException":
                return "Check that stream.arn or table-name, aws.region and aws.endpoint fit";
            default:
                return "Check the settings aws.credentials.*";
        }
    }
}
