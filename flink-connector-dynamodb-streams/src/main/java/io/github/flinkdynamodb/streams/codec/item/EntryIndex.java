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
package io.github.flinkdynamodb.streams.codec.item;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonStrings;
import io.github.flinkdynamodb.streams.codec.json.NameTable;

/**
 * Finds the attributes of an item, or the entries of a map, that are wanted. Of a name that is
 * there twice the last one counts, as a whole. Belongs to one thread.
 */
final class EntryIndex {

    private static final int UNREAD = -1;

    private final NameTable names;

    /** For each name the token that becomes its value. */
    private final AttributeToken[] tokens;

    private final ItemText text;
    private final AttributeToken ignored = new AttributeToken();
    private final EntryStarts starts = new EntryStarts();

    EntryIndex(ItemText text, NameTable names, AttributeToken... tokens) {
        this.text = text;
        this.names = names;
        this.tokens = tokens;
    }

    /** Forgets what was found. */
    void clear() {
        for (AttributeToken token : tokens) {
            token.clear();
        }
    }

    /** Consumes an object, and finds what is wanted of it. */
    void read(JsonReader reader) {
        clear();
        if (!reader.beginObject()) {
            return;
        }
        byte[] bytes = reader.bytes();
        int end = reader.end();
        int begin = reader.position();
        EntryStarts.Start last = null;
        while (true) {
            EntryStarts.Start start =
                    begin < end && bytes[begin] == '"'
                            ? starts.find(bytes, begin + 1, end, last)
                            : null;
            int next = start == null ? UNREAD : readString(bytes, begin, end, start);
            if (next == UNREAD) {
                next = readAny(reader, begin, start);
            }
            last = start;
            if (next >= end || bytes[next] != ',') {
                reader.seek(next);
                if (!reader.hasNextMember()) {
                    return;
                }
                next = reader.position() - 1;
            }
            begin = next + 1;
        }
    }

    /**
     * Reads an entry that begins in a known way and is a string without escapes, as most are. The
     * reader isn't moved. This stays apart from {@link #readAny}, which the JIT compiler finds too
     * big to inline.
     *
     * @param begin where the entry begins
     * @param end the end of the text
     * @return the position after its value, or {@link #UNREAD} if it is anything else
     */
    private int readString(byte[] bytes, int begin, int end, EntryStarts.Start start) {
        if (!start.isString) {
            return UNREAD;
        }
        int from = begin + 1 + start.length;
        int found = JsonStrings.plainEnd(bytes, from, end);
        int to = found >= 0 ? found : ~found;
        if (to >= end - 1 || bytes[to + 1] != '}') {
            return UNREAD;
        }
        if (start.index >= 0) {
            tokens[start.index].setPlain(start.type, begin + 1 + start.value, from, found);
        }
        return to + 2;
    }

    /**
     * Reads an entry by moving the reader.
     *
     * @param begin where the entry begins
     * @param start how it begins; null if that isn't known
     * @return the position after its value
     */
    private int readAny(JsonReader reader, int begin, EntryStarts.Start start) {
        reader.seek(begin);
        if (start == null || !isReadAsKnown(reader, start)) {
            reader.seek(begin);
            readNew(reader, start == null);
        }
        return reader.position();
    }

    private boolean isReadAsKnown(JsonReader reader, EntryStarts.Start start) {
        AttributeToken token = start.index < 0 ? ignored : tokens[start.index];
        int from = reader.position() + 1;
        reader.seek(from + (start.isString ? start.length - 1 : start.length));
        try {
            token.setBegin(from + start.value);
            return AttributeScanner.readRest(reader, start.type, token);
        } catch (DecodeException e) {
            // It shows again when the entry is read as one that isn't known.
            return false;
        }
    }

    private void readNew(JsonReader reader, boolean learn) {
        reader.peek();
        int from = reader.position() + 1;
        int index = reader.readName(names);
        AttributeToken token = index < 0 ? ignored : tokens[index];
        if (text.readValue(reader, token) && learn) {
            starts.add(reader.bytes(), from, token, index);
        }
    }
}
