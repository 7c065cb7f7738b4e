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
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds the last key of a page of Scan by looking at the page's end alone. The service sends the
 * members in the order of their names: {@code "Items":[...],"LastEvaluatedKey":{...},
 * "ScannedCount":9}}.
 */
final class NextKey {

    private static final String NAME = "LastEvaluatedKey";
    private static final byte[] QUOTED = ('"' + NAME + '"').getBytes(StandardCharsets.US_ASCII);
    private static final NameTable NAMES = NameTable.of(NAME);

    /**
     * A key has at most 3 kB of values; what is longer than this, spelled out, isn't looked for.
     */
    private static final int MAX_TAIL = 8 << 10;

    private NextKey() {}

    /**
     * Finds the key. The rest of the text, from the last place on that may be the name of the
     * member, is read as if an object began there. If that object ends where the text ends, it is
     * the page: what is deeper in the page has more brackets behind it, and within a string a quote
     * has a backslash before it, so that it doesn't end what is taken for the name.
     *
     * @param body the answer's JSON text in UTF-8, whole and undamaged
     * @return the key in DynamoDB's JSON form; empty if only decoding can tell
     */
    static Optional<String> find(byte[] body) {
        int at = lastName(body);
        if (at < 0) {
            return Optional.empty();
        }
        byte[] rest = new byte[body.length - at + 1];
        rest[0] = '{';
        System.arraycopy(body, at, rest, 1, body.length - at);
        try {
            return Optional.of(read(new JsonReader(new ByteSlice(rest, 0, rest.length))));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private static String read(JsonReader reader) {
        reader.beginObject();
        reader.readName(NAMES);
        String key = ItemReader.skipping().read(reader).json().utf8();
        while (reader.hasNextMember()) {
            reader.readName(NAMES);
            reader.skipValue();
        }
        reader.expectEnd();
        return key;
    }

    private static int lastName(byte[] body) {
        int from = Math.max(0, body.length - MAX_TAIL);
        for (int at = body.length - QUOTED.length; at >= from; at--) {
            if (isNameAt(body, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isNameAt(byte[] body, int at) {
        for (int i = 0; i < QUOTED.length; i++) {
            if (body[at + i] != QUOTED[i]) {
                return false;
            }
        }
        return true;
    }
}
