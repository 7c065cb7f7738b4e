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

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A page of Scan on its way through a reader: what is in it, and how much of it is out. */
final class PageModel {

    final int segment;

    /** When it was asked for. */
    final Instant requestedAt;

    /** The rows that are still to be emitted. */
    final Map<ItemModel, ItemVersion> inside = new HashMap<>();

    /** The rows that are out, with their places among what the subtask has emitted. */
    final Map<ItemVersion, Integer> outside = new HashMap<>();

    private boolean answered;

    PageModel(int segment, Instant requestedAt) {
        this.segment = segment;
        this.requestedAt = requestedAt;
    }

    void answered() {
        answered = true;
    }

    /** Notes that a row has been emitted; returns false if it isn't one of this page. */
    boolean emitted(ItemVersion row, int place) {
        if (!inside.remove(row.item, row)) {
            return false;
        }
        outside.put(row, place);
        return true;
    }

    /** Returns the row of an item that no completed checkpoint holds; null if there is none. */
    ItemVersion uncovered(ItemModel item) {
        ItemVersion row = inside.get(item);
        for (ItemVersion emitted : outside.keySet()) {
            row = emitted.item == item ? emitted : row;
        }
        return row;
    }

    /** Returns the items that no completed checkpoint holds. */
    Stream<ItemModel> uncovered() {
        return Stream.concat(
                inside.keySet().stream(), outside.keySet().stream().map(row -> row.item));
    }

    /** A checkpoint is complete that holds so much of what the subtask has emitted. */
    void covered(int emitted) {
        outside.values().removeIf(place -> place < emitted);
    }

    /** Returns whether nothing of the page needs to be known any more. */
    boolean isDone() {
        return answered && inside.isEmpty() && outside.isEmpty();
    }

    ScanStep step() {
        if (!answered) {
            return ScanStep.PAGE_REQUESTED;
        }
        if (inside.isEmpty()) {
            return ScanStep.PAGE_EMITTED;
        }
        return outside.isEmpty() ? ScanStep.PAGE_BUFFERED : ScanStep.PAGE_HALF_EMITTED;
    }
}
