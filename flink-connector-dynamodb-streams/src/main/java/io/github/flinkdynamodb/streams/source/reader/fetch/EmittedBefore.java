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

import io.github.flinkdynamodb.streams.model.Hash128;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The items of a restored segment that were emitted before the checkpoint, and are left out when
 * they are read again. They are found by the hashes of their keys: meanwhile others may have been
 * added among them, and some deleted.
 *
 * <p>The page that they were in may have become shorter, so they may be in the next pages too. A
 * segment's items keep their order: once one of them is found, those before it are done with.
 */
final class EmittedBefore {

    private List<Hash128> left;
    private final Map<Hash128, Integer> places = new HashMap<>();

    /** The place of the last one that was found among those that are left, or -1. */
    private int lastFound = -1;

    EmittedBefore(List<Hash128> emitted) {
        this.left = emitted;
        index();
    }

    private void index() {
        places.clear();
        lastFound = -1;
        for (int i = 0; i < left.size(); i++) {
            places.put(left.get(i), i);
        }
    }

    /** Returns whether no more items are to be left out, so that none needs to be looked for. */
    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Looks for an item, and returns whether it is to be left out. */
    boolean contains(Hash128 key) {
        Integer place = places.get(key);
        if (place == null) {
            return false;
        }
        lastFound = Math.max(lastFound, place);
        return true;
    }

    /** Notes that a page has been gone through, and returns those that the next ones may have. */
    List<Hash128> pageEnded() {
        if (lastFound >= 0) {
            left = List.copyOf(left.subList(lastFound + 1, left.size()));
            index();
        }
        return left;
    }
}
