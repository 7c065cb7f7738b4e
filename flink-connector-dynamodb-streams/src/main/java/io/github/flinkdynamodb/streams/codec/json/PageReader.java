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
package io.github.flinkdynamodb.streams.codec.json;

import org.apache.flink.annotation.Internal;

/**
 * Goes through a page: an object that has an array of elements as one of its members. It stops
 * before each element, and before the value of each other member that the caller knows; the caller
 * consumes these. Belongs to the thread of its reader.
 *
 * <pre>{@code
 * for (int found = page.next(); found != PageReader.END; found = page.next()) {
 *     if (found == PageReader.ELEMENT) { ... reads an element ... } else { ... reads the value ... }
 * }
 * }</pre>
 */
@Internal
public final class PageReader {

    /** An element is next. It is also the index of the array's name among the names. */
    public static final int ELEMENT = 0;

    /** The page has been read to its end, and nothing but white space came after it. */
    public static final int END = -1;

    private final JsonReader reader;
    private final NameTable names;
    private final String elements;

    private boolean begun;
    private boolean ended;
    private boolean withinElements;
    private boolean anyElement;

    /**
     * Creates a reader of one page.
     *
     * @param reader stands before the page
     * @param names of the members that the caller knows, the array's first
     * @param elements what the array holds, for messages
     */
    public PageReader(JsonReader reader, NameTable names, String elements) {
        this.reader = reader;
        this.names = names;
        this.elements = elements;
    }

    /**
     * Goes on to what the caller consumes next.
     *
     * @return {@link #ELEMENT}; the index of a name, whose value is next; or {@link #END}
     * @throws DecodeException if the text isn't a page, or has elements in two places
     */
    public int next() {
        withinElements = withinElements && reader.hasNextElement();
        return withinElements ? ELEMENT : nextMember();
    }

    private int nextMember() {
        while (hasMember()) {
            int name = reader.readName(names);
            if (name > ELEMENT) {
                return name;
            }
            if (name != ELEMENT) {
                reader.skipValue();
            } else if (beginElements()) {
                return ELEMENT;
            }
        }
        return END;
    }

    private boolean hasMember() {
        if (ended) {
            return false;
        }
        boolean has = begun ? reader.hasNextMember() : reader.beginObject();
        begun = true;
        if (!has) {
            reader.expectEnd();
            ended = true;
        }
        return has;
    }

    private boolean beginElements() {
        reader.peek();
        if (anyElement) {
            throw reader.fail(reader.position(), "the page has " + elements + " twice");
        }
        withinElements = !reader.consumeNull() && reader.beginArray();
        anyElement = withinElements;
        return withinElements;
    }
}
