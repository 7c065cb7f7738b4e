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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.types.RowKind;

/**
 * What is connected behind the source: a channel from each of its subtasks, in which nothing
 * overtakes anything, to an operator with state by key. Barriers are aligned: a channel is blocked
 * behind a barrier until it has come out of all. Or they are not: the operator takes its part of a
 * checkpoint as soon as one channel has its barrier, and the checkpoint holds what the operator
 * hasn't processed by then of what was emitted before the barriers.
 */
final class DownstreamModel {

    /** What a channel and a checkpoint hold instead of a row: a watermark. */
    private static final RowModel WATERMARK = null;

    private static final int NONE = -1;

    private final World world;
    private final boolean aligned;
    private final TreeMap<Long, UnderWay> underWay = new TreeMap<>();
    private List<Channel> channels = new ArrayList<>();
    private KeyedTable table;

    /** The channel that nothing comes out of for a time. */
    private int stalled = NONE;

    /** A channel of the present attempt. */
    private static final class Channel {
        final List<RowModel> all = new ArrayList<>();
        int processed;
        boolean marked;

        boolean isEmpty() {
            return processed == all.size();
        }

        List<RowModel> onTheirWay() {
            return all.subList(processed, all.size());
        }

        /**
         * Returns the place after the first half of an update of an item whose row, read before, is
         * on its way in another channel; NONE if there is none.
         */
        int splitBy(Channel other) {
            for (int place = processed; place < all.size(); place++) {
                RowModel row = all.get(place);
                if (isFirstHalf(row)
                        && other.onTheirWay().stream().anyMatch(row::isOfScannedItem)) {
                    return place + 1;
                }
            }
            return NONE;
        }

        /** Returns the place after the first half of the next update; the end if there is none. */
        int withinUpdate() {
            for (int place = processed; place < all.size(); place++) {
                if (isFirstHalf(all.get(place))) {
                    return place + 1;
                }
            }
            return all.size();
        }

        private static boolean isFirstHalf(RowModel row) {
            return row != WATERMARK && row.kind == RowKind.UPDATE_BEFORE;
        }
    }

    /** A checkpoint of which the operator's part isn't complete. */
    private static final class UnderWay {
        static final int UNKNOWN = -1;

        final Checkpoint checkpoint;

        /** How much had been emitted into each channel before the barrier. */
        final int[] barriers;

        /** How much of each channel the operator had processed when it took its part. */
        int[] processed;

        KeyedTable table;

        UnderWay(Checkpoint checkpoint, int channels) {
            this.checkpoint = checkpoint;
            this.barriers = new int[channels];
            Arrays.fill(barriers, UNKNOWN);
        }

        boolean isTaken() {
            return table != null;
        }

        boolean hasAllBarriers() {
            for (int barrier : barriers) {
                if (barrier == UNKNOWN) {
                    return false;
                }
            }
            return true;
        }

        /** Returns whether a channel's next element comes after the barrier. */
        boolean isAtBarrier(int channel, int position) {
            return barriers[channel] != UNKNOWN && barriers[channel] <= position;
        }
    }

    /** The operator's part of a checkpoint. */
    static final class State {
        final KeyedTable table;

        /** What was on its way in each channel. */
        final List<List<RowModel>> channels;

        State(KeyedTable table, List<List<RowModel>> channels) {
            this.table = table;
            this.channels = channels;
        }
    }

    DownstreamModel(World world) {
        this.world = world;
        this.aligned = world.setup.mode.isAligned();
        this.table = new KeyedTable(world);
    }

    // --- from the source -------------------------------------------------------------------------

    void emit(int subtask, RowModel row) {
        channels.get(subtask).all.add(row);
    }

    void watermark(int subtask) {
        channels.get(subtask).all.add(WATERMARK);
    }

    /**
     * A subtask has taken its part of a checkpoint, and its barrier follows what it has emitted.
     */
    void barrier(int subtask, Checkpoint checkpoint) {
        if (!world.job.isUnderWay(checkpoint)) {
            return; // it has been aborted
        }
        UnderWay started =
                underWay.computeIfAbsent(
                        checkpoint.id, id -> new UnderWay(checkpoint, channels.size()));
        started.barriers[subtask] = channels.get(subtask).all.size();
        if (started.isTaken()) {
            completeIfPossible(started);
        }
        alignIfPossible();
    }

    /** A checkpoint has been aborted, or is complete. */
    void ended(Checkpoint checkpoint) {
        underWay.remove(checkpoint.id);
        alignIfPossible();
    }

    // --- the operator ----------------------------------------------------------------------------

    /** Processes the next element of a channel that isn't blocked. */
    boolean process(int choice) {
        int channel = choice % channels.size();
        Channel from = channels.get(channel);
        if (from.isEmpty() || channel == stalled) {
            return false;
        }
        for (UnderWay started : new ArrayList<>(underWay.values())) {
            if (!started.isTaken() && started.isAtBarrier(channel, from.processed)) {
                if (aligned) {
                    return false;
                }
                take(started);
            }
        }
        RowModel row = from.all.get(from.processed++);
        if (row == WATERMARK) {
            marked(from);
        } else {
            world.say("    operator takes %s from subtask %d", row, channel);
            table.process(row);
        }
        alignIfPossible();
        return true;
    }

    /**
     * Processes a channel up to the first half of an update, if there is one, and then another one;
     * if possible, one in which the scan's row of the same item is on its way.
     */
    boolean processAcross(int choice) {
        int pairs = channels.size() * channels.size();
        for (int pair = 0; pair < pairs; pair++) {
            int first = (choice + pair) % pairs / channels.size();
            int second = (choice + pair) % channels.size();
            int place = channels.get(first).splitBy(channels.get(second));
            if (first != second && place != NONE) {
                return processAcross(first, place, second);
            }
        }
        int any = choice % channels.size();
        return processAcross(
                any, channels.get(any).withinUpdate(), choice / pairs % channels.size());
    }

    private boolean processAcross(int channel, int place, int other) {
        int before = stalled;
        stalled = NONE;
        boolean any = false;
        while (channels.get(channel).processed < place && process(channel)) {
            any = true;
        }
        while (process(other)) {
            any = true;
        }
        stalled = any ? NONE : before;
        return any;
    }

    /** A channel is slower than all others, or none is any more. */
    boolean stall(int choice) {
        int before = stalled;
        stalled = choice % 3 == 0 ? NONE : choice / 3 % channels.size();
        return stalled != before;
    }

    void flow() {
        stalled = NONE;
    }

    private void marked(Channel from) {
        from.marked = true;
        if (channels.stream().allMatch(channel -> channel.marked)) {
            world.say("    all channels are past the overlap");
            table.overlapEnded();
        }
    }

    /** The operator takes its part of a checkpoint, whose barrier has overtaken what is before. */
    boolean takeUnaligned() {
        for (UnderWay started : new ArrayList<>(underWay.values())) {
            if (!aligned && !started.isTaken()) {
                take(started);
                return true;
            }
        }
        return false;
    }

    private void alignIfPossible() {
        boolean more = aligned;
        while (more) {
            more = false;
            for (UnderWay started : underWay.values()) {
                if (!started.isTaken()) {
                    more = isAligned(started);
                    if (more) {
                        take(started);
                    }
                    break;
                }
            }
        }
    }

    private boolean isAligned(UnderWay started) {
        for (int channel = 0; channel < channels.size(); channel++) {
            if (started.barriers[channel] != channels.get(channel).processed) {
                return false;
            }
        }
        return true;
    }

    private void take(UnderWay started) {
        started.table = table.copy();
        started.processed = channels.stream().mapToInt(channel -> channel.processed).toArray();
        completeIfPossible(started);
    }

    private void completeIfPossible(UnderWay started) {
        if (!started.hasAllBarriers()) {
            return;
        }
        List<List<RowModel>> onTheirWay = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            int from = started.processed[channel];
            int to = Math.max(from, started.barriers[channel]);
            onTheirWay.add(new ArrayList<>(channels.get(channel).all.subList(from, to)));
        }
        started.checkpoint.downstreamTaken(new State(started.table, onTheirWay));
    }

    // --- failures and the end --------------------------------------------------------------------

    void newEpoch(int parallelism) {
        channels = new ArrayList<>();
        stalled = NONE;
        underWay.clear();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            channels.add(new Channel());
        }
    }

    /**
     * The operator goes back to a checkpoint, with what was on its way then. With another number of
     * channels that is processed first, as Flink does with what it finds at the operator.
     */
    void restore(Checkpoint checkpoint) {
        newEpoch(channels.size());
        State state = checkpoint == null ? null : checkpoint.downstream();
        table = state == null ? new KeyedTable(world) : state.table.restored(table);
        if (state == null) {
            return;
        }
        if (state.channels.size() == channels.size()) {
            for (int channel = 0; channel < channels.size(); channel++) {
                channels.get(channel).all.addAll(state.channels.get(channel));
            }
        } else {
            state.channels.forEach(this::processAll);
        }
    }

    private void processAll(List<RowModel> recovered) {
        for (RowModel row : recovered) {
            if (row != WATERMARK) {
                table.process(row);
            }
        }
    }

    boolean isIdle() {
        return channels.stream().allMatch(Channel::isEmpty);
    }

    Map<ItemModel, ItemVersion> rows() {
        return table.rows();
    }

    /** Returns whether two rows are the same; null stands for none. */
    boolean isSame(ItemVersion one, ItemVersion other) {
        return table.isSame(one, other);
    }

    /** The operator's table is the table. */
    void requireEqual() {
        Map<ItemModel, ItemVersion> rows = rows();
        for (ItemModel item : world.items.all()) {
            ItemVersion row = rows.get(item);
            ItemVersion now = item.exists() ? item.now() : null;
            if (!table.isSame(row, now)) {
                throw new Violation(
                        String.format("at the end the table has %s, and the sink %s", now, row));
            }
        }
    }

    /** Nothing that the reconciler needs can come any more. */
    void overlapEnded() {
        table.overlapEnded();
    }

    boolean isThrough() {
        return table.isThrough();
    }
}
