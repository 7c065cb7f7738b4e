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

import io.github.flinkdynamodb.streams.source.enumerator.ScanState;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.SnapshotSplit;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What holds for every completed checkpoint of a scan. Nobody has a segment, or one reader, or it
 * is finished; one that a barrier has overtaken counts as held, and no reader has it. And the
 * output that the checkpoint stands for is what these positions say.
 */
final class SegmentRule {

    private SegmentRule() {}

    static void check(Checkpoint checkpoint, ItemsModel items, Predicate<ItemModel> out)
            throws IOException {
        Map<Integer, SegmentSplit> held = held(checkpoint, SegmentSplit.class);
        ScanState scan = CoordinatorModel.state(checkpoint.enumerator).scan().orElse(null);
        if (scan == null) {
            require(held.isEmpty(), checkpoint + ": held, though nothing was assigned: " + held);
            return;
        }
        BitSet heldBits = new BitSet();
        held.keySet().forEach(heldBits::set);
        if (checkpoint.urgent) {
            addOvertaken(heldBits, scan, held);
        }
        require(
                heldBits.equals(scan.held()),
                String.format("%s: %s, but readers have %s", checkpoint, scan, held.keySet()));
        for (ItemModel item : items.all()) {
            int segment = items.segmentOf(item);
            SegmentSplit split = held.get(segment);
            boolean isIn = out.test(item);
            boolean read =
                    split == null ? scan.finished().get(segment) : isRead(item, split, items);
            require(
                    read || !isIn,
                    String.format("%s: %s is out, and will be read again", checkpoint, item));
            require(
                    !read || isIn || !items.isCertain(item),
                    String.format("%s: %s isn't out, and won't be read", checkpoint, item));
        }
    }

    /** Barriers may overtake a segment, or the news that a reader may drop it. */
    static void addOvertaken(
            BitSet heldBits, ScanState scan, Map<Integer, ? extends DynamoDbStreamsSplit> held) {
        heldBits.or(scan.held());
        held.forEach(
                (segment, split) -> {
                    if (split.isEnded() && scan.finished().get(segment)) {
                        heldBits.clear(segment);
                    }
                });
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new Violation(message);
        }
    }

    /** Returns what readers hold of a kind of split, by the index of the segment or file. */
    static <S extends SnapshotSplit> Map<Integer, S> held(Checkpoint checkpoint, Class<S> kind)
            throws IOException {
        Map<Integer, S> held = new HashMap<>();
        for (int subtask = 0; subtask < checkpoint.parallelism(); subtask++) {
            for (DynamoDbStreamsSplit split : checkpoint.splits(subtask)) {
                if (kind.isInstance(split)) {
                    S ofKind = kind.cast(split);
                    require(
                            held.put(ofKind.index(), ofKind) == null,
                            checkpoint + ": held twice: " + split);
                }
            }
        }
        return held;
    }

    /** Returns whether an item of a segment isn't given out any more by who goes on from there. */
    private static boolean isRead(ItemModel item, SegmentSplit split, ItemsModel items) {
        return split.isEnded()
                || split.emitted().contains(items.hash(item))
                || split.startKey().filter(start -> items.isUpTo(item, start)).isPresent();
    }
}
