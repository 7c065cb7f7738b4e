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
package io.github.flinkdynamodb.streams.source.split;

import io.github.flinkdynamodb.streams.model.Hash128;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * The mutable side of a {@link SegmentSplit} on the task thread: what the next checkpoint will
 * hold. That is where the page in emission begins, and which of its items are out: by the hashes of
 * their keys, since the page may have other items when it is read again. They are computed only
 * when a checkpoint is taken within a page.
 */
@Internal
public final class SegmentSplitState extends SplitState {

    /** A page of a segment, as long as a checkpoint may ask what is in it. */
    public interface Page {

        /**
         * Computes the hashes of the keys of the page's first items.
         *
         * @param count of how many items
         * @return their hashes, in the order of the page
         */
        List<Hash128> firstKeys(int count);
    }

    private final SegmentSplit split;
    private String startKey;

    /** Of items that may come behind the start key, and were emitted before the restore. */
    private List<Hash128> emittedBefore;

    /** The page in emission; null between two pages. */
    private Page page;

    private int emittedItems;
    private boolean ended;

    /**
     * Starts from a split.
     *
     * @param split as it was assigned or restored
     */
    public SegmentSplitState(SegmentSplit split) {
        this.split = split;
        this.startKey = split.startKey().orElse(null);
        this.emittedBefore = split.emitted();
        this.ended = split.isEnded();
    }

    /**
     * Notes that an item, with all its elements, is out.
     *
     * @param current its page
     * @param items how many of the page's items, from its first one on, are out or left out
     */
    public void advanceTo(Page current, int items) {
        page = current;
        emittedItems = items;
    }

    /**
     * Notes that a page is out.
     *
     * @param key where the next one begins
     * @param stillEmitted the hashes of the keys of those items that were emitted before the
     *     restore and that no page has had yet
     */
    public void startPage(String key, List<Hash128> stillEmitted) {
        startKey = key;
        emittedBefore = stillEmitted;
        page = null;
    }

    /** Notes that the last page is out. */
    public void end() {
        ended = true;
        page = null;
    }

    @Override
    public String splitId() {
        return split.splitId();
    }

    @Override
    public SegmentSplit toSplit() {
        if (ended) {
            return split.end();
        }
        return split.at(
                startKey, page == null ? emittedBefore : emitted(page.firstKeys(emittedItems)));
    }

    /**
     * Returns what is emitted behind the start key: what the page doesn't have, and what it has.
     */
    private List<Hash128> emitted(List<Hash128> ofPage) {
        if (emittedBefore.isEmpty()) {
            return ofPage;
        }
        Set<Hash128> all = new LinkedHashSet<>(emittedBefore);
        all.addAll(ofPage);
        return List.copyOf(all);
    }
}
