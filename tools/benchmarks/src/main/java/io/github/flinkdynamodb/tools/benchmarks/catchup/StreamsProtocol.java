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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the four calls of DynamoDB Streams from a {@link PreparedStream}. Requests are read with
 * regular expressions: what clients send here are tokens, ids and ARNs of this server, which JSON
 * never escapes. Thread-safe.
 */
final class StreamsProtocol {

    private static final int SHARDS_A_PAGE = 100;
    private static final Pattern ITERATOR = Pattern.compile("it-(\\d{1,9})-(\\d{1,18})");

    private final PreparedStream stream;
    private final List<PageTemplate> templates;
    private final long createdAt;

    StreamsProtocol(PreparedStream stream, long createdAt) {
        this.stream = stream;
        this.createdAt = createdAt;
        this.templates = stream.templates(createdAt);
    }

    /** An answer: a status of HTTP and a body, which the receiver releases. */
    record Answer(int status, ByteBuf body) {}

    /**
     * Answers a call.
     *
     * @param call the call's name, such as GetRecords
     * @param request its body
     * @param allocator where the buffer of the answer comes from
     */
    Answer answer(String call, String request, ByteBufAllocator allocator) {
        try {
            switch (call) {
                case "GetRecords":
                    return new Answer(200, getRecords(request, allocator));
                case "GetShardIterator":
                    return json(allocator, 200, getShardIterator(request));
                case "DescribeStream":
                    return json(allocator, 200, describeStream(request));
                case "ListStreams":
                    return json(allocator, 200, listStreams());
                default:
                    throw new CallRejected("UnknownOperationException", "no call " + call);
            }
        } catch (CallRejected e) {
            String type = "com.amazonaws.dynamodb.v20120810#" + e.type;
            return json(
                    allocator,
                    400,
                    "{\"__type\":\"" + type + "\",\"message\":\"" + e.getMessage() + "\"}");
        }
    }

    private static Answer json(ByteBufAllocator allocator, int status, String body) {
        return new Answer(status, ByteBufUtil.writeUtf8(allocator, body));
    }

    private ByteBuf getRecords(String request, ByteBufAllocator allocator) {
        Matcher iterator = ITERATOR.matcher(required(request, "ShardIterator"));
        if (!iterator.matches() || Integer.parseInt(iterator.group(1)) >= stream.shards()) {
            throw new CallRejected("ValidationException", "no iterator of this stream");
        }
        int shard = Integer.parseInt(iterator.group(1));
        long first = Long.parseLong(iterator.group(2));
        long most = Math.min(stream.recordsPerPage(), number(request, "Limit", 1000));
        int records = (int) Math.max(0, Math.min(most, stream.recordsPerShard() - first));
        long next = first + records;
        boolean goesOn = stream.open() || next < stream.recordsPerShard();
        String nextIterator = goesOn ? iterator(shard, next) : null;
        PageTemplate template =
                templates.get((int) (first / stream.recordsPerPage() % templates.size()));
        return template.write(allocator, first, records, nextIterator);
    }

    private String getShardIterator(String request) {
        requireArn(request);
        int shard = stream.shard(required(request, "ShardId"));
        if (shard < 0) {
            throw new CallRejected("ResourceNotFoundException", "no such shard");
        }
        long first = firstRecord(request, required(request, "ShardIteratorType"));
        return "{\"ShardIterator\":\"" + iterator(shard, first) + "\"}";
    }

    private long firstRecord(String request, String type) {
        switch (type) {
            case "TRIM_HORIZON":
                return 0;
            case "LATEST":
                return stream.recordsPerShard();
            case "AT_SEQUENCE_NUMBER":
                return PageTemplate.numberIn(required(request, "SequenceNumber"));
            case "AFTER_SEQUENCE_NUMBER":
                return PageTemplate.numberIn(required(request, "SequenceNumber")) + 1;
            default:
                throw new CallRejected("ValidationException", "no iterator type " + type);
        }
    }

    private static String iterator(int shard, long first) {
        return "it-" + shard + "-" + first;
    }

    private String describeStream(String request) {
        requireArn(request);
        int begin = 0;
        String after = value(request, "ExclusiveStartShardId");
        if (after != null) {
            begin = stream.shard(after) + 1;
        }
        int most = (int) Math.min(SHARDS_A_PAGE, number(request, "Limit", SHARDS_A_PAGE));
        boolean children = request.contains("CHILD_SHARDS");
        int end = children ? begin : Math.min(stream.shards(), begin + most);
        List<String> shards = new ArrayList<>();
        for (int shard = begin; shard < end; shard++) {
            shards.add(describeShard(shard));
        }
        String more =
                children || end == stream.shards()
                        ? ""
                        : ",\"LastEvaluatedShardId\":\"" + stream.shardId(end - 1) + "\"";
        return "{\"StreamDescription\":{"
                + head()
                + ",\"StreamStatus\":\""
                + (stream.open() ? "ENABLED" : "DISABLED")
                + "\",\"StreamViewType\":\"NEW_AND_OLD_IMAGES\","
                + "\"CreationRequestDateTime\":"
                + createdAt
                + ",\"KeySchema\":[{\"AttributeName\":\"customer\",\"KeyType\":\"HASH\"},"
                + "{\"AttributeName\":\"order_id\",\"KeyType\":\"RANGE\"}],\"Shards\":["
                + String.join(",", shards)
                + "]"
                + more
                + "}}";
    }

    private String describeShard(int shard) {
        return "{\"ShardId\":\""
                + stream.shardId(shard)
                + "\",\"SequenceNumberRange\":{\"StartingSequenceNumber\":\""
                + PageTemplate.sequenceNumber(0)
                + (stream.open() ? "" : "\",\"EndingSequenceNumber\":\"" + lastSequenceNumber())
                + "\"}}";
    }

    private String lastSequenceNumber() {
        return PageTemplate.sequenceNumber(Math.max(0, stream.recordsPerShard() - 1));
    }

    private String listStreams() {
        return "{\"Streams\":[{" + head() + "}]}";
    }

    private static String head() {
        String label = PreparedStream.ARN.substring(PreparedStream.ARN.lastIndexOf('/') + 1);
        return "\"StreamArn\":\""
                + PreparedStream.ARN
                + "\",\"StreamLabel\":\""
                + label
                + "\",\"TableName\":\""
                + PreparedStream.TABLE
                + "\"";
    }

    private static void requireArn(String request) {
        if (!PreparedStream.ARN.equals(value(request, "StreamArn"))) {
            throw new CallRejected("ResourceNotFoundException", "no such stream");
        }
    }

    private static String required(String request, String field) {
        String value = value(request, field);
        if (value == null) {
            throw new CallRejected("ValidationException", field + " is missing");
        }
        return value;
    }

    private static String value(String request, String field) {
        Matcher matcher =
                Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]*)\"").matcher(request);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static long number(String request, String field, long otherwise) {
        Matcher matcher = Pattern.compile("\"" + field + "\"\\s*:\\s*(\\d{1,9})").matcher(request);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : otherwise;
    }

    /** An answer of status 400. */
    private static final class CallRejected extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String type;

        CallRejected(String type, String message) {
            super(message);
            this.type = type;
        }
    }
}
