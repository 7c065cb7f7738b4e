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
import io.github.flinkdynamodb.streams.model.Image;
import org.apache.flink.annotation.Internal;

/**
 * Reads lines of a full <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html">
 * export</a> to S3 in DynamoDB JSON: <code>{"Item":{"id":{"N":"1"}, ...}}</code>. Belongs to one
 * thread.
 */
@Internal
public final class ExportLineReader {

    private static final NameTable FIELDS = NameTable.of("Item");

    private final JsonReader reader = new JsonReader();
    private final ItemReader items;

    /**
     * Creates a reader.
     *
     * @param items reads the items
     */
    public ExportLineReader(ItemReader items) {
        this.items = items;
    }

    /**
     * Reads a line.
     *
     * @param line the line in UTF-8, with or without what ends it; not copied, must not change
     * @return the item, which keeps the array of the line alive
     * @throws DecodeException if the text isn't such a line; the message names the byte. What is
     *     wrong within the item shows when that item is decoded
     */
    public Image read(ByteSlice line) {
        reader.begin(line);
        Image item = null;
        if (reader.beginObject()) {
            do {
                if (reader.readName(FIELDS) == 0) {
                    item = items.read(reader);
                } else {
                    reader.skipValue();
                }
            } while (reader.hasNextMember());
        }
        reader.expectEnd();
        if (item == null) {
            throw reader.fail(line.offset(), "expected a line with an Item of an export");
        }
        return item;
    }
}
