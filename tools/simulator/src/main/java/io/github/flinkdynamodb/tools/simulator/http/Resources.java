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
import io.github.flinkdynamodb.tools.simulator.fault.Call;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.permission.Caller;
import io.github.flinkdynamodb.tools.simulator.table.ShardIterator;

/**
 * What calls act on, as policies name it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">Actions
 *     and resources of DynamoDB</a>
 */
final class Resources {

    private static final String ANY = "*";

    private final TablesByName tables;

    Resources(TablesByName tables) {
        this.tables = tables;
    }

    /**
     * Refuses a call that its caller may not make.
     *
     * @param caller who makes it
     * @param call what it is about
     * @param request its body
     * @throws ServiceException if it isn't allowed
     */
    void check(Caller caller, Call call, JsonNode request) {
        if (caller.isRestricted()) {
            caller.require("dynamodb:" + call.operation().action(), of(caller, call, request));
        }
    }

    private String of(Caller caller, Call call, JsonNode request) {
        switch (call.operation()) {
            case LIST_STREAMS:
                return call.table() == null ? ANY : table(caller, call) + "/stream/*";
            case DESCRIBE_STREAM:
            case GET_SHARD_ITERATOR:
                return request.path("StreamArn").asText(ANY);
            case GET_RECORDS:
                return streamOf(request.path("ShardIterator").asText());
            case DESCRIBE_EXPORT:
                return request.path("ExportArn").asText(ANY);
            case LIST_EXPORTS:
                return ANY;
            default:
                return table(caller, call);
        }
    }

    private String table(Caller caller, Call call) {
        String arn = tables.arnOf(call.table());
        return arn == null
                ? "arn:aws:dynamodb:" + caller.region() + ":000000000000:table/" + call.table()
                : arn;
    }

    private static String streamOf(String iterator) {
        try {
            return ShardIterator.parse(iterator).streamArn();
        } catch (ServiceException e) {
            // It's refused for that, whoever asks.
            return ANY;
        }
    }

    /** Returns whether DynamoDB may write an export for the one who asks for it. */
    static boolean mayWriteExport(Caller caller, Operation operation, JsonNode request) {
        if (operation != Operation.EXPORT_TABLE_TO_POINT_IN_TIME) {
            return true;
        }
        String prefix = request.path("S3Prefix").asText("");
        String objects =
                "arn:aws:s3:::"
                        + request.path("S3Bucket").asText()
                        + "/"
                        + (prefix.isEmpty() ? "" : prefix + "/")
                        + "AWSDynamoDB/data";
        return caller.may("s3:PutObject", objects)
                && caller.may("s3:AbortMultipartUpload", objects);
    }
}
