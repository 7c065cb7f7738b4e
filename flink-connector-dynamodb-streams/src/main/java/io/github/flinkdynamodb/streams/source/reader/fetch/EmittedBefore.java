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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The items of a restored segment that were emitted before the checkpoint, and are left out when
 * they are read again. They are found by the hashes of their keys: meanwhile others may have been
 * added among them, and some deleted.
 *
 * <p>The page that they were in may have become shorter, so they may be in any of the next pages.
 * One that isn't found may have been deleted, and may be added again. So it stays until the segment
 * ends: where its place is among the others, nobody knows.
 */
final class EmittedBefore {

    private final Set<Hash128> left;
    private final Set<Hash128> found = new HashSet<>();

    EmittedBefore(List<Hash128> emitted) {
        this.left = new LinkedHashSet<>(emitted);
    }

    /** Returns whether no more items are to be left out, so that none needs to be looked for. */
    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Looks for an item, and returns whether it is to be left out. */
    boolean contains(Hash128 key) {
        if (!left.contains(key)) {
            return false;
        }
        found.add(key);
        return true;
    }

    /** Notes that a page has been gone through, and returns those that the next ones may have. */
    List<Hash128> pageEnded() {
        left.removeAll(found);
        found.clear();
        return List.copyOf(left);
    }
}
