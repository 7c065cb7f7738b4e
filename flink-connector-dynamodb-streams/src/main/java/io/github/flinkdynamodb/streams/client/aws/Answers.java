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

import io.github.flinkdynamodb.streams.client.HttpDate;
import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamSummary;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;

/**
 * Turns the SDK's answers into the connector's values. Throws an {@link IllegalStateException}
 * where an answer lacks what it must have.
 */
final class Answers {

    private static final String LABEL_IN_ARN = "/stream/";

    private Answers() {}

    static StreamPage streamPage(DescribeStreamResponse response) {
        StreamDescription stream = description(response);
        if (!stream.hasShards() && stream.streamStatusAsString() == null) {
            throw new IllegalStateException(
                    "the response has a StreamDescription with neither StreamStatus nor Shards");
        }
        return new StreamPage(
                        StreamStatus.ofName(stream.streamStatusAsString()),
                        StreamViewType.ofName(stream.streamViewTypeAsString()),
                        emptyToNull(stream.tableName()),
                        keyAttributes(stream.keySchema()),
                        stream.shards().stream().map(Answers::shard).collect(Collectors.toList()),
                        emptyToNull(stream.lastEvaluatedShardId()))
                .sentAt(HttpDate.parse(date(response)).orElse(null));
    }

    private static List<String> keyAttributes(List<KeySchemaElement> keySchema) {
        return keySchema.stream()
                .sorted(Comparator.comparing(element -> element.keyType() != KeyType.HASH))
                .map(KeySchemaElement::attributeName)
                .collect(Collectors.toList());
    }

    /** The shards of a page that name the given one as their parent. */
    static List<ShardDescriptor> childrenOf(String parentShardId, DescribeStreamResponse response) {
        return description(response).shards().stream()
                .filter(shard -> parentShardId.equals(shard.parentShardId()))
                .map(Answers::shard)
                .collect(Collectors.toList());
    }

    static List<String> shardIds(DescribeStreamResponse response) {
        return response.streamDescription().shards().stream()
                .map(Shard::shardId)
                .collect(Collectors.toList());
    }

    /** The streams of a page that are the given table's. */
    static List<StreamSummary> streamsOf(String tableName, ListStreamsResponse response) {
        if (!response.hasStreams()) {
            throw new IllegalStateException("the response has no Streams");
        }
        return response.streams().stream()
                .filter(stream -> isOf(tableName, stream))
                .map(Answers::summary)
                .collect(Collectors.toList());
    }

    private static boolean isOf(String tableName, Stream stream) {
        String named = emptyToNull(stream.tableName());
        return named == null || named.equals(tableName);
    }

    static List<String> streamArns(ListStreamsResponse response) {
        return response.streams().stream().map(Stream::streamArn).collect(Collectors.toList());
    }

    static String iterator(GetShardIteratorResponse response) {
        return required("ShardIterator", response.shardIterator());
    }

    static PageResponse records(BodyCapture capture, GetRecordsResponse emptied) {
        PageBody.checkRecords(capture.body());
        return new PageResponse(capture.body(), capture.retries(), date(emptied));
    }

    static PageResponse items(BodyCapture capture, ScanResponse emptied) {
        PageBody.checkItems(capture.body());
        return new PageResponse(capture.body(), capture.retries(), date(emptied));
    }

    private static String date(SdkResponse response) {
        return Optional.ofNullable(response.sdkHttpResponse())
                .flatMap(http -> http.firstMatchingHeader("Date"))
                .orElse(null);
    }

    static TableDescription table(DescribeTableResponse response) {
        software.amazon.awssdk.services.dynamodb.model.TableDescription table = response.table();
        if (table == null) {
            throw new IllegalStateException("the response has no Table");
        }
        StreamSpecification stream = table.streamSpecification();
        return TableDescription.of(
                        required("TableName", table.tableName()),
                        required("TableArn", table.tableArn()))
                .identity(id(table), required("TableStatus", table.tableStatusAsString()))
                .keys(keyAttributes(table.keySchema()))
                .size(orZero(table.tableSizeBytes()), orZero(table.itemCount()))
                .provisionedReadUnits(readUnits(table))
                .warmReadUnits(warmReadUnits(table))
                .stream(
                        emptyToNull(table.latestStreamArn()),
                        stream != null && Boolean.TRUE.equals(stream.streamEnabled()))
                .sentAt(HttpDate.parse(date(response)).orElse(null))
                .build();
    }

    private static String id(
            software.amazon.awssdk.services.dynamodb.model.TableDescription table) {
        String id = emptyToNull(table.tableId());
        return id != null ? id : String.valueOf(table.creationDateTime());
    }

    /** A table on demand has the capacity 0 in the answer, or what it had before. */
    private static long readUnits(
            software.amazon.awssdk.services.dynamodb.model.TableDescription table) {
        boolean onDemand =
                table.billingModeSummary() != null
                        && table.billingModeSummary().billingMode() == BillingMode.PAY_PER_REQUEST;
        return onDemand || table.provisionedThroughput() == null
                ? 0
                : orZero(table.provisionedThroughput().readCapacityUnits());
    }

    /** A table on demand may have a limit of its own, which is -1 if it has none any more. */
    private static long warmReadUnits(
            software.amazon.awssdk.services.dynamodb.model.TableDescription table) {
        long warm =
                table.warmThroughput() == null
                        ? 0
                        : orZero(table.warmThroughput().readUnitsPerSecond());
        long limit =
                table.onDemandThroughput() == null
                        ? 0
                        : orZero(table.onDemandThroughput().maxReadRequestUnits());
        return limit > 0 ? Math.min(warm, limit) : warm;
    }

    private static long orZero(Long number) {
        return number == null ? 0 : number;
    }

    private static StreamDescription description(DescribeStreamResponse response) {
        if (response.streamDescription() == null) {
            throw new IllegalStateException("the response has no StreamDescription");
        }
        return response.streamDescription();
    }

    private static StreamSummary summary(Stream stream) {
        String arn = required("StreamArn", stream.streamArn());
        String label = emptyToNull(stream.streamLabel());
        return new StreamSummary(
                arn,
                label != null
                        ? label
                        : arn.substring(arn.indexOf(LABEL_IN_ARN) + LABEL_IN_ARN.length()));
    }

    private static ShardDescriptor shard(Shard shard) {
        boolean ranged = shard.sequenceNumberRange() != null;
        return new ShardDescriptor(
                required("ShardId", shard.shardId()),
                emptyToNull(shard.parentShardId()),
                number(ranged ? shard.sequenceNumberRange().startingSequenceNumber() : null),
                number(ranged ? shard.sequenceNumberRange().endingSequenceNumber() : null));
    }

    /** Some stand-ins of the service send an empty text where they have none. */
    private static String required(String field, String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("the response has no " + field);
        }
        return value;
    }

    private static SequenceNumber number(String digits) {
        return digits == null || digits.isEmpty() ? null : SequenceNumber.of(digits);
    }

    private static String emptyToNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
