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
package io.github.flinkdynamodb.streams.source.model;

/** A line of an incremental export: what became of an item within a window. */
final class ChainLine {

    /** Between the parts of an element; an image that isn't there leaves its part empty. */
    private static final String BETWEEN = "/";

    final int window;

    /** What the item was before; null if there was none. */
    final ItemVersion before;

    /** What the item was at the end of the window; or that there was none any more. */
    final ItemVersion after;

    ChainLine(int window, ItemVersion before, ItemVersion after) {
        this.window = window;
        this.before = before;
        this.after = after;
    }

    ItemModel item() {
        return after.item;
    }

    /** Returns what the source gives out for the line. */
    String element() {
        return element(
                item().key,
                before == null ? null : Long.toString(before.number),
                after.exists() ? Long.toString(after.number) : null);
    }

    /** Returns the element of a line with these versions; null if the line has no such image. */
    static String element(String key, String before, String after) {
        return key
                + BETWEEN
                + (before == null ? "" : before)
                + BETWEEN
                + (after == null ? "" : after);
    }

    @Override
    public String toString() {
        return "line " + before + " -> " + after + " of window " + window;
    }
}
