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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.source.split.SplitState;

/** What items come together and are emitted one by one: a page of a segment, a chunk of a file. */
abstract class ItemPage {

    private final long timestamp;

    /**
     * Creates a page.
     *
     * @param timestamp of its elements, unless they have some of their own, in epoch milliseconds
     */
    ItemPage(long timestamp) {
        this.timestamp = timestamp;
    }

    /**
     * Returns the timestamp of an item's elements.
     *
     * @param items how many items of the page there are up to this one
     * @return the time in epoch milliseconds
     */
    long timestamp(int items) {
        return timestamp;
    }

    /**
     * Notes that an item is out, with all its elements. Task thread only.
     *
     * @param state the split's state
     * @param items how many items of the page, from its first one on, are out or left out
     */
    abstract void advance(SplitState state, int items);
}
