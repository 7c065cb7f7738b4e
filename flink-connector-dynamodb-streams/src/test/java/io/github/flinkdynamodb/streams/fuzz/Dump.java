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
package io.github.flinkdynamodb.streams.fuzz;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.record.RecordsPage;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.model.UserIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a reader made of a text, as a text that can be compared with another reader's. */
final class Dump {

    /** What stands for a text, or an image within it, that was rejected. */
    static final String REJECTED = "rejected";

    /** The fields of a record, each as a text or null. */
    static final class Fields {
        final Map<String, String> members = new TreeMap<>();

        Fields set(String name, Object value) {
            members.put(name, value == null ? null : name + " " + value);
            return this;
        }

        @Override
        public String toString() {
            return members.values().toString();
        }
    }

    private Dump() {}

    static String page(List<Fields> records, String nextShardIterator) {
        return records + " next " + nextShardIterator;
    }

    static String page(RecordsPage page) {
        Fields[] records = page.records().stream().map(Dump::record).toArray(Fields[]::new);
        return page(Arrays.asList(records), page.nextShardIterator());
    }

    static Fields record(ChangeRecord record) {
        return new Fields()
                .set("eventID", record.eventId())
                .set("eventName", record.eventName())
                .set("eventVersion", record.eventVersion())
                .set("eventSource", record.eventSource())
                .set("awsRegion", record.awsRegion())
                .set("userIdentity", identity(record.userIdentity()))
                .set("time", record.approximateCreationTime())
                .set("keys", image(record.keys()))
                .set("new", image(record.newImage()))
                .set("old", image(record.oldImage()))
                .set("seq", record.sequenceNumber() == null ? null : record.sequenceNumber())
                .set("size", record.sizeBytes())
                .set("view", record.streamViewType());
    }

    private static String identity(UserIdentity identity) {
        return identity == null ? null : identity(identity.type(), identity.principalId());
    }

    static String identity(String type, String principalId) {
        return "type " + type + " principal " + principalId;
    }

    private static String image(Image image) {
        if (image == null) {
            return null;
        }
        try {
            return item(image.attributes());
        } catch (DecodeException e) {
            return REJECTED;
        }
    }

    static String item(Map<String, AttributeValue> item) {
        StringBuilder text = new StringBuilder("{");
        item.forEach((name, value) -> text.append(name).append('=').append(value(value)));
        return text.append('}').toString();
    }

    static String value(AttributeValue value) {
        String type = value.type() + ":";
        switch (value.type()) {
            case S:
                return type + value.s();
            case N:
                return type + value.n();
            case B:
                return type + Arrays.toString(value.b());
            case SS:
                return type + value.ss();
            case NS:
                return type + value.ns();
            case BS:
                return type + Arrays.deepToString(value.bs().toArray());
            case M:
                return type + item(value.m());
            case BOOL:
                return type + value.bool();
            case NULL:
                return type;
            default:
                StringBuilder text = new StringBuilder(type).append('[');
                value.l().forEach(element -> text.append(value(element)).append(','));
                return text.append(']').toString();
        }
    }
}
