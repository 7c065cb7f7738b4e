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
package io.github.flinkdynamodb.streams.codec.record;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.model.UserIdentity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A page as a server may send it, with what was put into it. */
public final class WirePage {

    /** What a record was made of; null where it has no such field. */
    public static final class Fields {
        String eventId;
        String eventName;
        String eventVersion;
        String eventSource;
        String awsRegion;
        UserIdentity userIdentity;
        String creationTime;
        Map<String, AttributeValue> keys;
        Map<String, AttributeValue> newImage;
        Map<String, AttributeValue> oldImage;
        String sequenceNumber;
        Long sizeBytes;
        String streamViewType;

        /** Returns whether a decoded record has these values; the time is compared elsewhere. */
        boolean isHeldBy(ChangeRecord record) {
            return List.of(str(eventId), str(eventName), str(eventVersion), str(eventSource))
                            .equals(
                                    List.of(
                                            str(record.eventId()),
                                            str(record.eventName()),
                                            str(record.eventVersion()),
                                            str(record.eventSource())))
                    && List.of(str(awsRegion), str(userIdentity), str(sizeBytes))
                            .equals(
                                    List.of(
                                            str(record.awsRegion()),
                                            str(record.userIdentity()),
                                            str(record.sizeBytes())))
                    && List.of(str(sequenceNumber), str(streamViewType))
                            .equals(
                                    List.of(
                                            str(record.sequenceNumber()),
                                            str(record.streamViewType())))
                    && same(keys, record.keys())
                    && same(newImage, record.newImage())
                    && same(oldImage, record.oldImage());
        }

        private static String str(Object value) {
            return value == null ? "<absent>" : value.toString();
        }

        private static boolean same(Map<String, AttributeValue> item, Image image) {
            return item == null
                    ? image == null
                    : image != null
                            && item.equals(image.attributes())
                            && List.copyOf(item.keySet())
                                    .equals(List.copyOf(image.attributes().keySet()));
        }
    }

    private final List<Fields> records = new ArrayList<>();
    private final String nextShardIterator;
    private final byte[] body;

    private final Random random;
    private final WireItems items;

    /**
     * Creates a page.
     *
     * @param random decides everything
     */
    public WirePage(Random random) {
        this.random = random;
        this.items = new WireItems(random);
        for (int i = random.nextInt(4); i > 0; i--) {
            records.add(fields());
        }
        this.nextShardIterator =
                random.nextInt(4) == 0 ? null : "arn:aws:x|1|" + random.nextLong() + "==";
        WireWriter writer = new WireWriter(random, random.nextBoolean());
        write(writer);
        this.body = writer.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Fields fields() {
        Fields fields = new Fields();
        fields.eventId = maybe(items.text());
        fields.eventName = maybe(oneOf("INSERT", "MODIFY", "REMOVE", "TELEPORT", "\u00e9"));
        fields.eventVersion = maybe(oneOf("1.0", "1.1", "a\\b"));
        fields.eventSource = maybe("aws:dynamodb");
        fields.awsRegion = maybe(oneOf("eu-central-1", "us-east-1"));
        fields.userIdentity =
                random.nextInt(4) == 0 ? new UserIdentity(maybe("Service"), maybe("p")) : null;
        fields.creationTime =
                maybe(oneOf("1795398960", "1795398960.000", "1795398960.25", "1.79539896E9", "0"));
        fields.keys = maybe(items.item());
        fields.newImage = maybe(items.item());
        fields.oldImage = maybe(items.item());
        fields.sequenceNumber =
                maybe(oneOf("000000000000000000001", "4421584500000000017450439092"));
        fields.sizeBytes = maybe((long) random.nextInt());
        fields.streamViewType = maybe(oneOf("NEW_AND_OLD_IMAGES", "KEYS_ONLY"));
        return fields;
    }

    private <T> T maybe(T value) {
        return random.nextInt(8) == 0 ? null : value;
    }

    private String oneOf(String... values) {
        return values[random.nextInt(values.length)];
    }

    private void write(WireWriter writer) {
        boolean iteratorFirst = random.nextBoolean();
        writer.raw("{");
        if (iteratorFirst) {
            writer.member("NextShardIterator", nextShardIterator, writer::string);
        }
        writer.member(
                "Records", records, all -> writer.array(all, fields -> write(writer, fields)));
        if (!iteratorFirst) {
            writer.member("NextShardIterator", nextShardIterator, writer::string);
        }
        writer.raw("}");
    }

    private void write(WireWriter writer, Fields fields) {
        writer.raw("{");
        writer.member("eventID", fields.eventId, writer::string);
        writer.member("eventName", fields.eventName, writer::string);
        writer.member("eventVersion", fields.eventVersion, writer::string);
        writer.member("userIdentity", fields.userIdentity, identity -> write(writer, identity));
        writer.member("eventSource", fields.eventSource, writer::string);
        writer.member("awsRegion", fields.awsRegion, writer::string);
        writer.member("dynamodb", fields, all -> writeChange(writer, all));
        writer.raw("}");
    }

    private void write(WireWriter writer, UserIdentity identity) {
        writer.raw("{");
        writer.member("PrincipalId", identity.principalId(), writer::string);
        writer.member("Type", identity.type(), writer::string);
        writer.raw("}");
    }

    private void writeChange(WireWriter writer, Fields fields) {
        writer.raw("{");
        writer.member("ApproximateCreationDateTime", fields.creationTime, writer::raw);
        writer.member("Keys", fields.keys, writer::item);
        writer.member("NewImage", fields.newImage, writer::item);
        writer.member("OldImage", fields.oldImage, writer::item);
        writer.member("SequenceNumber", fields.sequenceNumber, writer::string);
        writer.member("SizeBytes", fields.sizeBytes, size -> writer.raw(size.toString()));
        writer.member("StreamViewType", fields.streamViewType, writer::string);
        writer.raw("}");
    }

    /**
     * The page's text.
     *
     * @return the array itself
     */
    public byte[] body() {
        return body;
    }

    /** What the records were made of. */
    List<Fields> records() {
        return records;
    }

    /** The iterator, or null where the page has none. */
    String nextShardIterator() {
        return nextShardIterator;
    }

    @Override
    public String toString() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
