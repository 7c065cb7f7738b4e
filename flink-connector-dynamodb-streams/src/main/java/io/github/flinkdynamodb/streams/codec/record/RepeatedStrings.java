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

import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonToken;
import java.nio.charset.StandardCharsets;

/** Reads a field that has few values: the last ones seen are reused, not created again. */
final class RepeatedStrings {

    private static final int PLACES = 4;

    private final String[] seen = new String[PLACES];
    private final byte[][] seenBytes = new byte[PLACES][];
    private final JsonToken token = new JsonToken();
    private int oldest;

    /** Consumes a string, or {@code null}, for which null is returned. */
    String read(JsonReader reader) {
        for (int i = 0; i < PLACES && seen[i] != null; i++) {
            if (reader.consumeString(seenBytes[i])) {
                return seen[i];
            }
        }
        if (reader.consumeNull()) {
            return null;
        }
        reader.readString(token);
        String value = reader.text(token);
        if (token.isAscii() && !token.isEscaped()) {
            seen[oldest] = value;
            seenBytes[oldest] = value.getBytes(StandardCharsets.US_ASCII);
            oldest = (oldest + 1) % PLACES;
        }
        return value;
    }
}
