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

/** Answers the four calls of DynamoDB Streams from a {@link PreparedStream}. */
public final class StreamsProtocol extends PagesProtocol {

    private static final int SHARDS_A_PAGE = 100;
    private static final Pattern ITERATOR = Pattern.compile("it-(\\d{1,9})-(\\d{1,18})");

    private final PreparedStream stream;
    private final List<PageTemplate> templates;
    private final long createdAt;

    /**
     * Creates a protocol.
     *
     * @param createdAt when the records were created, in epoch seconds
     */
    public StreamsProtocol(PreparedStream stream, long createdAt) {
        this.stream = stream;
        this.createdAt = createdAt;
        this.templates = stream.templates(createdAt);
    }

    @Override
    public ByteBuf body(String call, String request, ByteBufAllocator allocator) {
        switch (call) {
            case "GetRecords":
                return getRecords(request, allocator);
            case "GetShardIterator":
                return ByteBufUtil.writeUtf8(allocator, getShardIterator(request));
            case "DescribeStream":
                return ByteBufUtil.writeUtf8(allocator, describeStream(request));
            case "ListStreams":
                return ByteBufUtil.writeUtf8(allocator, listStreams());
            default:
                throw new CallRejected("UnknownOperationException", "no call " + call);
        }
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
}
