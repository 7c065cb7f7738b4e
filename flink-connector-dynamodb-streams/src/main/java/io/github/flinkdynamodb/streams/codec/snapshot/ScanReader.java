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
import io.github.flinkdynamodb.streams.codec.json.PageReader;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Image;
import org.apache.flink.annotation.Internal;

/**
 * Reads the answer to one call of <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html">Scan</a> in
 * one pass, item by item. The items keep the answer's bytes alive. Belongs to one thread.
 *
 * <pre>{@code
 * for (Image item = reader.next(); item != null; item = reader.next()) {
 *     ...
 * }
 * Image goOnAfter = reader.lastEvaluatedKey();
 * }</pre>
 */
@Internal
public final class ScanReader {

    private static final NameTable FIELDS = NameTable.of("Items", "LastEvaluatedKey");

    private final JsonReader reader;
    private final PageReader page;
    private final ItemReader items;
    private final ItemReader keys = ItemReader.skipping();

    private Image lastEvaluatedKey;

    /**
     * Creates a reader that stands before the first item.
     *
     * @param body the answer's JSON text in UTF-8; not copied, must not change
     * @param items reads the items
     */
    public ScanReader(byte[] body, ItemReader items) {
        this.reader = new JsonReader(new ByteSlice(body, 0, body.length));
        this.page = new PageReader(reader, FIELDS, "items");
        this.items = items;
    }

    /**
     * Reads the next item.
     *
     * @return the item; null at the end of the page, all of which has been read then
     * @throws DecodeException if the text isn't an answer to Scan; the message names the byte. What
     *     is wrong within an item shows when that item is decoded
     */
    public Image next() {
        for (int found = page.next(); found != PageReader.END; found = page.next()) {
            if (found == PageReader.ELEMENT) {
                return items.read(reader);
            }
            lastEvaluatedKey = reader.consumeNull() ? null : keys.read(reader);
        }
        return null;
    }

    /**
     * Where the scan goes on; known at the end of the page.
     *
     * @return the key of the item that was read last, or null if the table or segment has ended
     */
    public Image lastEvaluatedKey() {
        return lastEvaluatedKey;
    }
}
