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
package io.github.flinkdynamodb.streams.codec.snapshot;

import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.annotation.Internal;

/**
 * Reads lines of an incremental <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html">
 * export</a> to S3 in DynamoDB JSON, each the change of one item within the export's window: <code>
 * {"Metadata":{"WriteTimestampMicros":{"N":"..."}},"Keys":{...},"NewImage":{...},"OldImage":{...}}
 * </code>. Belongs to one thread.
 */
@Internal
public final class ChangeLineReader {

    private static final NameTable FIELDS =
            NameTable.of("Metadata", "Keys", "NewImage", "OldImage");
    private static final NameTable METADATA = NameTable.of("WriteTimestampMicros");
    private static final NameTable NUMBER = NameTable.of("N");

    private final JsonReader reader = new JsonReader();
    private final ItemReader keyReader = ItemReader.skipping();
    private final ItemReader newImages;
    private final ItemReader oldImages;

    private Instant time;
    private Image keys;
    private Image newImage;
    private Image oldImage;

    /**
     * Creates a reader.
     *
     * @param newImages reads the items after changes
     * @param oldImages reads the items before changes
     */
    public ChangeLineReader(ItemReader newImages, ItemReader oldImages) {
        this.newImages = newImages;
        this.oldImages = oldImages;
    }

    /**
     * Reads a line.
     *
     * @param line the line in UTF-8, with or without what ends it; not copied, must not change
     * @param changes creates the record
     * @return the change, which keeps the array of the line alive
     * @throws DecodeException if the text isn't such a line; the message names the byte. What is
     *     wrong within an item shows when that item is decoded
     */
    public ChangeRecord read(ByteSlice line, ExportedChangeRecords changes) {
        time = null;
        keys = null;
        newImage = null;
        oldImage = null;
        reader.begin(line);
        if (reader.beginObject()) {
            do {
                readField(reader.readName(FIELDS));
            } while (reader.hasNextMember());
        }
        reader.expectEnd();
        if (time == null || keys == null) {
            throw reader.fail(
                    line.offset(),
                    "expected a line of an incremental export, with WriteTimestampMicros and Keys");
        }
        return changes.of(time, keys, newImage, oldImage);
    }

    private void readField(int field) {
        switch (field) {
            case 0:
                readMetadata();
                break;
            case 1:
                keys = reader.consumeNull() ? null : keyReader.read(reader);
                break;
            case 2:
                newImage = reader.consumeNull() ? null : newImages.read(reader);
                break;
            case 3:
                oldImage = reader.consumeNull() ? null : oldImages.read(reader);
                break;
            default:
                reader.skipValue();
        }
    }

    private void readMetadata() {
        if (reader.beginObject()) {
            do {
                if (reader.readName(METADATA) == 0) {
                    readTime();
                } else {
                    reader.skipValue();
                }
            } while (reader.hasNextMember());
        }
    }

    /** A number is a text in DynamoDB JSON. The text alone, without its type, is taken too. */
    private void readTime() {
        if (reader.peek() == '"') {
            readMicros();
        } else if (reader.beginObject()) {
            do {
                if (reader.readName(NUMBER) == 0) {
                    readMicros();
                } else {
                    reader.skipValue();
                }
            } while (reader.hasNextMember());
        }
    }

    private void readMicros() {
        int at = reader.position();
        String micros = reader.readString();
        try {
            time = Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
        } catch (NumberFormatException e) {
            throw reader.fail(at, "expected microseconds since 1970 but found '" + micros + "'");
        }
    }
}
