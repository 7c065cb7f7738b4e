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
package io.github.flinkdynamodb.streams.client.aws;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Distinguishes a response to GetRecords or Scan from other JSON: gateways and stand-ins of the
 * service answer with status 200 and an error's text, or with nothing. A response is an object with
 * an array {@code Records}, or {@code Items}; only then may a missing next iterator mean the end of
 * a shard, and a missing last key that of a segment. A next iterator must be a text. Looks at what
 * comes before the array and, for the iterator, at the end of the text, not at the records or
 * items: the codec reads those, and the last key.
 */
final class PageBody {

    private static final byte[] NEXT = "\"NextShardIterator\"".getBytes(StandardCharsets.US_ASCII);

    /** The last member, if it is a next iterator that is neither a text nor null. */
    private static final Pattern ODD_NEXT =
            Pattern.compile(
                    "[,{]\\s*\"NextShardIterator\"\\s*:\\s*"
                        + "(?!null\\b)(?:[^\"\\s{}\\[\\],]+|\\{[^{}]*\\}|\\[[^\\[\\]]*\\])\\s*\\}\\s*$");

    private static final int MAX_TAIL = 256;
    private static final int MAX_EXCERPT = 100;

    private final byte[] body;
    private final byte[] array;
    private int at;
    private boolean oddNext;

    private PageBody(byte[] body, String array) {
        this.body = body;
        this.array = ('"' + array + '"').getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Checks the body of an answer to Scan.
     *
     * @param body the JSON text in UTF-8, or null
     * @throws IllegalStateException if it isn't one; the message says what is missing and shows how
     *     the body begins
     */
    static void checkItems(byte[] body) {
        check(body, "Items");
    }

    /**
     * Checks the body of an answer to GetRecords.
     *
     * @param body the JSON text in UTF-8, or null
     * @throws IllegalStateException if it isn't one; the message says what is missing and shows how
     *     the body begins
     */
    static void checkRecords(byte[] body) {
        PageBody text = check(body, "Records");
        if (text.oddNext || ODD_NEXT.matcher(text.tail()).find()) {
            throw text.unusable("has a 'NextShardIterator' that is not a string");
        }
    }

    private static PageBody check(byte[] body, String array) {
        if (body == null || body.length == 0) {
            throw new IllegalStateException("the response has no body");
        }
        PageBody text = new PageBody(body, array);
        if (!text.isObject()) {
            throw text.unusable("is not a JSON object");
        }
        if (!text.findArray()) {
            throw text.unusable("has no array '" + array + "'");
        }
        return text;
    }

    private boolean isObject() {
        int last = body.length - 1;
        while (last > 0 && isSpace(body[last])) {
            last--;
        }
        return next() == '{' && last > at && body[last] == '}';
    }

    /** Goes through the members of the object, as far as the one that is wanted. */
    private boolean findArray() {
        do {
            at++;
            if (next() != '"') {
                return false;
            }
            boolean wanted = startsWith(array);
            boolean next = startsWith(NEXT);
            skipString();
            if (next() != ':') {
                return false;
            }
            at++;
            if (wanted) {
                return next() == '[';
            }
            byte first = next();
            oddNext |= next && first != '"' && first != 'n';
            skipValue();
        } while (next() == ',');
        return false;
    }

    private boolean startsWith(byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (at + i >= body.length || body[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** The next byte that isn't white space, which is then the current one; 0 at the end. */
    private byte next() {
        while (at < body.length && isSpace(body[at])) {
            at++;
        }
        return at < body.length ? body[at] : 0;
    }

    private void skipString() {
        for (at++; at < body.length && body[at] != '"'; at++) {
            if (body[at] == '\\') {
                at++;
            }
        }
        at++;
    }

    /** Skips a value: up to the comma or the bracket that follows it. */
    private void skipValue() {
        int depth = 0;
        for (byte b = next(); b != 0; b = next()) {
            boolean closes = b == '}' || b == ']';
            if (depth == 0 && (closes || b == ',')) {
                return;
            }
            if (b == '"') {
                skipString();
            } else {
                depth += closes ? -1 : b == '{' || b == '[' ? 1 : 0;
                at++;
            }
        }
    }

    /** The end of the text, in which a value may be cut off at its beginning. */
    private String tail() {
        int from = Math.max(0, body.length - MAX_TAIL);
        return new String(body, from, body.length - from, StandardCharsets.ISO_8859_1);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private IllegalStateException unusable(String problem) {
        int length = Math.min(body.length, MAX_EXCERPT);
        String start = new String(body, 0, length, StandardCharsets.UTF_8);
        return new IllegalStateException(
                "the response "
                        + problem
                        + ": "
                        + start.replaceAll("\\p{Cntrl}", " ")
                        + (body.length > length ? "..." : ""));
    }
}
