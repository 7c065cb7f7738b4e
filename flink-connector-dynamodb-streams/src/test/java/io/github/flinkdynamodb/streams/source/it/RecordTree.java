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

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/**
 * Records in all their forms as trees of maps, lists and plain values, with the field names of the
 * service: so that any form can be compared with what the AWS SDK has read. Numbers of JSON are
 * compared by their value, exactly.
 */
final class RecordTree {

    private RecordTree() {}

    /** The tree of the SDK's record in DynamoDB's JSON form. */
    static Map<String, Object> typed(Record record) {
        return tree(record, RecordTree::typed);
    }

    /** The tree of the SDK's record in plain JSON. */
    static Map<String, Object> plain(Record record) {
        return tree(record, RecordTree::plain);
    }

    private static Map<String, Object> tree(
            Record record, Function<AttributeValue, Object> values) {
        Map<String, Object> tree = new TreeMap<>();
        put(tree, "eventID", record.eventID());
        put(tree, "eventName", record.eventNameAsString());
        put(tree, "eventVersion", record.eventVersion());
        put(tree, "eventSource", record.eventSource());
        put(tree, "awsRegion", record.awsRegion());
        if (record.userIdentity() != null) {
            put(
                    tree,
                    "userIdentity",
                    identity(record.userIdentity().type(), record.userIdentity().principalId()));
        }
        put(tree, "dynamodb", change(record.dynamodb(), values));
        return tree;
    }

    private static Map<String, Object> change(
            StreamRecord record, Function<AttributeValue, Object> values) {
        Map<String, Object> tree = new TreeMap<>();
        put(tree, "ApproximateCreationDateTime", seconds(record.approximateCreationDateTime()));
        put(tree, "Keys", record.hasKeys() ? members(record.keys(), values) : null);
        put(tree, "NewImage", record.hasNewImage() ? members(record.newImage(), values) : null);
        put(tree, "OldImage", record.hasOldImage() ? members(record.oldImage(), values) : null);
        put(tree, "SequenceNumber", record.sequenceNumber());
        put(tree, "SizeBytes", number(record.sizeBytes().toString()));
        put(tree, "StreamViewType", record.streamViewTypeAsString());
        return tree;
    }

    private static Object typed(AttributeValue value) {
        switch (value.type()) {
            case S:
                return Map.of("S", value.s());
            case N:
                return Map.of("N", value.n());
            case B:
                return Map.of("B", base64(value.b()));
            case SS:
                return Map.of("SS", value.ss());
            case NS:
                return Map.of("NS", value.ns());
            case BS:
                return Map.of("BS", elements(value.bs(), RecordTree::base64));
            case M:
                return Map.of("M", members(value.m(), RecordTree::typed));
            case L:
                return Map.of("L", elements(value.l(), RecordTree::typed));
            case BOOL:
                return Map.of("BOOL", value.bool());
            case NUL:
                return Map.of("NULL", true);
            default:
                throw new AssertionError("a value of unknown type: " + value);
        }
    }

    private static Object plain(AttributeValue value) {
        switch (value.type()) {
            case S:
                return value.s();
            case N:
                return number(value.n());
            case B:
                return base64(value.b());
            case SS:
                return value.ss();
            case NS:
                return elements(value.ns(), RecordTree::number);
            case BS:
                return elements(value.bs(), RecordTree::base64);
            case M:
                return members(value.m(), RecordTree::plain);
            case L:
                return elements(value.l(), RecordTree::plain);
            case BOOL:
                return value.bool();
            case NUL:
                return "null";
            default:
                throw new AssertionError("a value of unknown type: " + value);
        }
    }

    /** The tree of a change in DynamoDB's JSON form, by the getters of the change. */
    static Map<String, Object> typed(ChangeRecord record) {
        Map<String, Object> tree = new TreeMap<>();
        put(tree, "eventID", record.eventId());
        put(tree, "eventName", record.eventName());
        put(tree, "eventVersion", record.eventVersion());
        put(tree, "eventSource", record.eventSource());
        put(tree, "awsRegion", record.awsRegion());
        if (record.userIdentity() != null) {
            put(
                    tree,
                    "userIdentity",
                    identity(record.userIdentity().type(), record.userIdentity().principalId()));
        }
        Map<String, Object> change = new TreeMap<>();
        put(change, "ApproximateCreationDateTime", seconds(record.approximateCreationTime()));
        put(change, "Keys", image(record.keys()));
        put(change, "NewImage", image(record.newImage()));
        put(change, "OldImage", image(record.oldImage()));
        put(change, "SequenceNumber", record.sequenceNumber().digits());
        put(change, "SizeBytes", number(record.sizeBytes().toString()));
        put(change, "StreamViewType", record.streamViewType());
        put(tree, "dynamodb", change);
        return tree;
    }

    private static Object image(Image image) {
        return image == null ? null : members(image.attributes(), RecordTree::typed);
    }

    private static Object typed(io.github.flinkdynamodb.streams.model.AttributeValue value) {
        Base64.Encoder base64 = Base64.getEncoder();
        switch (value.type()) {
            case S:
                return Map.of("S", value.s());
            case N:
                return Map.of("N", value.n());
            case B:
                return Map.of("B", base64.encodeToString(value.b()));
            case SS:
                return Map.of("SS", value.ss());
            case NS:
                return Map.of("NS", value.ns());
            case BS:
                return Map.of("BS", elements(value.bs(), base64::encodeToString));
            case M:
                return Map.of("M", members(value.m(), RecordTree::typed));
            case L:
                return Map.of("L", elements(value.l(), RecordTree::typed));
            case BOOL:
                return Map.of("BOOL", value.bool());
            default:
                return Map.of("NULL", value.isNull());
        }
    }

    /** The tree of a JSON text. A null of JSON is the word. */
    static Object parse(String json) {
        return tree(JsonNode.parser().parse(json));
    }

    private static Object tree(JsonNode node) {
        if (node.isObject()) {
            return members(node.asObject(), RecordTree::tree);
        }
        if (node.isArray()) {
            return elements(node.asArray(), RecordTree::tree);
        }
        if (node.isNumber()) {
            return number(node.asNumber());
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        return node.isNull() ? "null" : node.asString();
    }

    private static Map<String, Object> identity(String type, String principalId) {
        Map<String, Object> tree = new TreeMap<>();
        put(tree, "Type", type);
        put(tree, "PrincipalId", principalId);
        return tree;
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text).stripTrailingZeros();
    }

    private static BigDecimal seconds(Instant instant) {
        return number(BigDecimal.valueOf(instant.toEpochMilli(), 3).toPlainString());
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }

    private static <V> Map<String, Object> members(
            Map<String, V> members, Function<V, Object> convert) {
        Map<String, Object> tree = new TreeMap<>();
        members.forEach((name, value) -> tree.put(name, convert.apply(value)));
        return tree;
    }

    private static <V> List<Object> elements(List<V> elements, Function<V, Object> convert) {
        return elements.stream().map(convert).collect(Collectors.toList());
    }

    private static void put(Map<String, Object> tree, String name, Object value) {
        if (value != null) {
            tree.put(name, value);
        }
    }
}
