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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/**
 * Creates JSON text as one would by hand: the SDK's client gives objects, Jackson's generator
 * writes them.
 */
final class SdkJson implements Maker<String> {

    private final JsonFactory factory = new JsonFactory();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final SdkPage page;
    private final boolean typed;

    /**
     * Creates a maker.
     *
     * @param typed whether each value names its type, as in DynamoDB's JSON
     */
    SdkJson(SdkPage page, boolean typed) {
        this.page = page;
        this.typed = typed;
    }

    @Override
    public void make(Consumer<? super String> sink) throws Exception {
        page.make(record -> sink.accept(text(record)));
    }

    private String text(Record record) {
        output.reset();
        try (JsonGenerator json = factory.createGenerator(output)) {
            json.writeStartObject();
            json.writeStringField("eventID", record.eventID());
            json.writeStringField("eventName", record.eventNameAsString());
            json.writeStringField("eventVersion", record.eventVersion());
            json.writeStringField("eventSource", record.eventSource());
            json.writeStringField("awsRegion", record.awsRegion());
            StreamRecord change = record.dynamodb();
            json.writeObjectFieldStart("dynamodb");
            json.writeNumberField(
                    "ApproximateCreationDateTime",
                    change.approximateCreationDateTime().getEpochSecond());
            item(json, "Keys", change.keys());
            item(json, "NewImage", change.newImage());
            item(json, "OldImage", change.oldImage());
            json.writeStringField("SequenceNumber", change.sequenceNumber());
            json.writeNumberField("SizeBytes", change.sizeBytes());
            json.writeStringField("StreamViewType", change.streamViewTypeAsString());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    private void item(JsonGenerator json, String name, Map<String, AttributeValue> item)
            throws IOException {
        json.writeFieldName(name);
        members(json, item);
    }

    private void members(JsonGenerator json, Map<String, AttributeValue> members)
            throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, AttributeValue> member : members.entrySet()) {
            json.writeFieldName(member.getKey());
            value(json, member.getValue());
        }
        json.writeEndObject();
    }

    private void value(JsonGenerator json, AttributeValue value) throws IOException {
        if (typed) {
            json.writeStartObject();
            json.writeFieldName(
                    value.type() == AttributeValue.Type.NUL ? "NULL" : value.type().name());
            content(json, value);
            json.writeEndObject();
        } else {
            content(json, value);
        }
    }

    private void content(JsonGenerator json, AttributeValue value) throws IOException {
        switch (value.type()) {
            case S:
                json.writeString(value.s());
                break;
            case N:
                number(json, value.n());
                break;
            case B:
                binary(json, value.b());
                break;
            case BOOL:
                json.writeBoolean(value.bool());
                break;
            case M:
                members(json, value.m());
                break;
            case NUL:
                nothing(json);
                break;
            default:
                elements(json, value);
        }
    }

    private void nothing(JsonGenerator json) throws IOException {
        if (typed) {
            json.writeBoolean(true);
        } else {
            json.writeNull();
        }
    }

    private void number(JsonGenerator json, String number) throws IOException {
        if (typed) {
            json.writeString(number);
        } else {
            json.writeNumber(number);
        }
    }

    private static void binary(JsonGenerator json, SdkBytes bytes) throws IOException {
        json.writeString(Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()));
    }

    private void elements(JsonGenerator json, AttributeValue value) throws IOException {
        json.writeStartArray();
        switch (value.type()) {
            case L:
                for (AttributeValue element : value.l()) {
                    value(json, element);
                }
                break;
            case SS:
                for (String element : value.ss()) {
                    json.writeString(element);
                }
                break;
            case NS:
                for (String element : value.ns()) {
                    number(json, element);
                }
                break;
            case BS:
                for (SdkBytes element : value.bs()) {
                    binary(json, element);
                }
                break;
            default:
                throw new IllegalArgumentException(value.toString());
        }
        json.writeEndArray();
    }
}
