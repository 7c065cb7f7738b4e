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
import io.github.flinkdynamodb.streams.codec.json.Decimal;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.codec.json.PageReader;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Image;
import java.util.Optional;
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
 * String goOnAfter = reader.lastEvaluatedKey();
 * }</pre>
 */
@Internal
public final class ScanReader {

    private static final NameTable FIELDS =
            NameTable.of("Items", "LastEvaluatedKey", "ConsumedCapacity");

    private static final NameTable CAPACITY_FIELDS = NameTable.of("CapacityUnits");

    private static final int LAST_EVALUATED_KEY = 1;

    private final JsonReader reader;
    private final PageReader page;
    private final ItemReader items;
    private final ItemReader keys = ItemReader.skipping();

    private String lastEvaluatedKey;
    private double consumedUnits;

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
            if (reader.consumeNull()) {
                continue;
            }
            if (found == LAST_EVALUATED_KEY) {
                lastEvaluatedKey = keys.read(reader).json().utf8();
            } else {
                readConsumedCapacity();
            }
        }
        return null;
    }

    private void readConsumedCapacity() {
        if (reader.beginObject()) {
            do {
                if (reader.readName(CAPACITY_FIELDS) < 0) {
                    reader.skipValue();
                } else if (!reader.consumeNull()) {
                    consumedUnits = readUnits();
                }
            } while (reader.hasNextMember());
        }
    }

    private double readUnits() {
        int from = reader.readNumber();
        Decimal units = new Decimal();
        if (!units.parse(reader.bytes(), from, reader.position())) {
            String found = reader.excerpt(from, reader.position());
            throw reader.fail(from, "expected a number of capacity units but found " + found);
        }
        return units.toDouble();
    }

    /**
     * Where the scan goes on; known at the end of the page.
     *
     * @return the key of the item that was read last, in DynamoDB's JSON form; null if the table or
     *     segment has ended
     */
    public String lastEvaluatedKey() {
        return lastEvaluatedKey;
    }

    /**
     * Finds the last key without reading the page, so that the next page can be asked for while
     * this one is being decoded. Costs a look at the end of the text.
     *
     * @param body the answer's JSON text in UTF-8, whole and undamaged (its checksum was checked)
     * @return the same as {@link #lastEvaluatedKey()}; or empty, which says nothing: the segment
     *     may have ended, or only decoding can tell
     */
    public static Optional<String> peekLastEvaluatedKey(byte[] body) {
        return NextKey.find(body);
    }

    /**
     * What the page cost; known at its end.
     *
     * @return the read capacity units, of which an answer has fractions; 0 if it doesn't say
     */
    public double consumedUnits() {
        return consumedUnits;
    }
}
