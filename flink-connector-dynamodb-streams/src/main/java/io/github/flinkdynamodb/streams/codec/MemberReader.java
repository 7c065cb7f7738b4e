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
package io.github.flinkdynamodb.streams.codec;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Reads the attributes of an item, or the entries of a map, for a reader that wants some of them.
 * Belongs to one thread.
 *
 * <pre>{@code
 * if (scanner.beginObject()) {
 *     do {
 *         int index = members.read(scanner);
 *         ...
 *     } while (scanner.hasNextMember());
 * }
 * }</pre>
 */
@Internal
public final class MemberReader {

    private final NameTable names;
    private final ValueToken[] tokens;
    private final ValueToken ignored = new ValueToken();
    private final KnownMembers known = new KnownMembers();

    /**
     * Creates a reader.
     *
     * @param names the names that are wanted, each once
     * @param tokens for each name the token that becomes its value
     */
    public MemberReader(List<String> names, ValueToken... tokens) {
        this.names = NameTable.of(names);
        this.tokens = tokens.clone();
    }

    /**
     * Consumes a member. Its token is {@link ValueToken#isUnreadable unreadable} if what it has
     * isn't an attribute value.
     *
     * @param scanner stands before the member's name
     * @return the name's index if it is wanted, else -1
     * @throws DecodeException if there is no member, or its end can't be found
     */
    public int read(ValueScanner scanner) {
        JsonReader reader = scanner.reader();
        byte[] bytes = reader.bytes();
        int begin = reader.position();
        KnownMembers.Start start = null;
        if (begin < reader.end() && bytes[begin] == '"') {
            start = known.find(bytes, begin + 1, reader.end());
            if (start != null && isReadAsKnown(scanner, start)) {
                return start.index;
            }
        }
        reader.seek(begin);
        return readNew(scanner, start == null);
    }

    private boolean isReadAsKnown(ValueScanner scanner, KnownMembers.Start start) {
        try {
            return readKnown(scanner, start);
        } catch (DecodeException e) {
            // It shows again when the member is read as one that isn't known.
            return false;
        }
    }

    private boolean readKnown(ValueScanner scanner, KnownMembers.Start start) {
        ValueToken token = start.index < 0 ? ignored : tokens[start.index];
        int from = scanner.position() + 1;
        token.begin = from + start.value;
        scanner.seek(from + start.length);
        return scanner.readRest(start.type, token);
    }

    private int readNew(ValueScanner scanner, boolean learn) {
        scanner.peek();
        int from = scanner.position() + 1;
        int index = scanner.readName(names);
        ValueToken token = index < 0 ? ignored : tokens[index];
        if (scanner.readValueOrSkip(token) && learn) {
            known.add(scanner.bytes(), from, token, index);
        }
        return index;
    }
}
