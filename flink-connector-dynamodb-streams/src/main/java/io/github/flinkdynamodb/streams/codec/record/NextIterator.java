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

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the next iterator of a page by looking at the page's two ends alone. */
final class NextIterator {

    private static final byte[] KEY = "\"NextShardIterator\"".getBytes(StandardCharsets.US_ASCII);

    private final byte[] body;

    NextIterator(byte[] body) {
        this.body = body;
    }

    /** Returns the iterator, or empty if only decoding can tell. */
    Optional<String> find() {
        Optional<String> last = lastMember();
        return last.isPresent() ? last : firstMember();
    }

    /**
     * Matches {@code ,"NextShardIterator":"VALUE"}} at the end, where VALUE has no quote and no
     * backslash. In a JSON text this is the last member of the top-level object:
     *
     * <ul>
     *   <li>The last brace closes the top-level object, for nothing but white space follows. The
     *       quote before it can't open a string (the text would end inside of it), so it closes
     *       one.
     *   <li>That string begins at the nearest quote before, for a quote within it would be escaped,
     *       and the byte before this one is a colon or white space, no backslash.
     *   <li>So everything before it lies outside of that string, the colon is one between a name
     *       and its value, and by the same reasoning the name is the whole name: the quote before
     *       it follows a comma, a brace or white space, no backslash.
     *   <li>Its object is the one that the last brace closes. Where a member is there twice the
     *       last one counts, and this is the last.
     * </ul>
     */
    private Optional<String> lastMember() {
        int brace = lastNonSpace(body.length);
        int close = brace < 0 || body[brace] != '}' ? -1 : lastNonSpace(brace);
        if (close < 0 || body[close] != '"') {
            return Optional.empty();
        }
        int open = close - 1;
        while (open >= 0 && body[open] != '"' && body[open] != '\\') {
            open--;
        }
        int colon = open < 0 || body[open] != '"' ? -1 : lastNonSpace(open);
        int keyEnd = colon < 0 || body[colon] != ':' ? -1 : lastNonSpace(colon) + 1;
        int key = keyEnd - KEY.length;
        if (key < 0 || !isKeyAt(key)) {
            return Optional.empty();
        }
        int before = lastNonSpace(key);
        boolean isMember = before >= 0 && (body[before] == ',' || body[before] == '{');
        return isMember ? Optional.of(text(open, close)) : Optional.empty();
    }

    /** Matches <code>{"NextShardIterator":"VALUE"</code> at the beginning. */
    private Optional<String> firstMember() {
        int brace = nextNonSpace(0);
        int key = brace < 0 || body[brace] != '{' ? -1 : nextNonSpace(brace + 1);
        if (key < 0 || key + KEY.length > body.length || !isKeyAt(key)) {
            return Optional.empty();
        }
        int colon = nextNonSpace(key + KEY.length);
        int open = colon < 0 || body[colon] != ':' ? -1 : nextNonSpace(colon + 1);
        if (open < 0 || body[open] != '"') {
            return Optional.empty();
        }
        int close = open + 1;
        while (close < body.length && body[close] != '"' && body[close] != '\\') {
            close++;
        }
        boolean isWhole = close < body.length && body[close] == '"';
        return isWhole ? Optional.of(text(open, close)) : Optional.empty();
    }

    private String text(int openQuote, int closeQuote) {
        int from = openQuote + 1;
        return new String(body, from, closeQuote - from, StandardCharsets.UTF_8);
    }

    private boolean isKeyAt(int at) {
        for (int i = 0; i < KEY.length; i++) {
            if (body[at + i] != KEY[i]) {
                return false;
            }
        }
        return true;
    }

    /** The last byte before a position that is not white space, or -1. */
    private int lastNonSpace(int before) {
        int p = before - 1;
        while (p >= 0 && isSpace(body[p])) {
            p--;
        }
        return p;
    }

    /** The first byte from a position on that is not white space, or -1. */
    private int nextNonSpace(int from) {
        int p = from;
        while (p < body.length && isSpace(body[p])) {
            p++;
        }
        return p < body.length ? p : -1;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
