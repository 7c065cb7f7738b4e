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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the subtasks have emitted, under exactly once: a subtask that goes back to a checkpoint
 * takes back what it has emitted since.
 */
final class SourceLog {

    /** The subtask of what is in the state that the job was started from. */
    private static final int EARLIER_EPOCH = -1;

    private final Map<Object, Place> places = new HashMap<>();
    private List<List<Object>> bySubtask = new ArrayList<>();

    /** Where something was emitted. */
    private static final class Place {
        final int subtask;
        final int index;

        Place(int subtask, int index) {
            this.subtask = subtask;
            this.index = index;
        }
    }

    /** A job begins, from a state that holds all that is here now. */
    void newEpoch(int parallelism) {
        places.replaceAll((element, place) -> new Place(EARLIER_EPOCH, 0));
        bySubtask = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            bySubtask.add(new ArrayList<>());
        }
    }

    /** Adds what a subtask emits; returns its place among what the subtask has emitted. */
    int add(int subtask, Object element) {
        List<Object> emitted = bySubtask.get(subtask);
        if (places.put(element, new Place(subtask, emitted.size())) != null) {
            throw new Violation("twice in the output: " + element);
        }
        emitted.add(element);
        return emitted.size() - 1;
    }

    boolean contains(Object element) {
        return places.containsKey(element);
    }

    /** Returns whether a checkpoint that holds so much of each subtask holds this. */
    boolean isIn(Object element, int[] emitted) {
        Place place = places.get(element);
        return place != null
                && (place.subtask == EARLIER_EPOCH || place.index < emitted[place.subtask]);
    }

    /** Returns whether a subtask has emitted something since the job was started. */
    boolean isFrom(Object element, int subtask) {
        Place place = places.get(element);
        return place != null && place.subtask == subtask;
    }

    int emittedBy(int subtask) {
        return bySubtask.get(subtask).size();
    }

    int size() {
        return places.size();
    }

    /** Takes back what a subtask has emitted since it had emitted so much; the newest first. */
    List<Object> rollBack(int subtask, int emitted) {
        List<Object> all = bySubtask.get(subtask);
        List<Object> undone = new ArrayList<>();
        while (all.size() > emitted) {
            Object element = all.remove(all.size() - 1);
            places.remove(element);
            undone.add(element);
        }
        return undone;
    }
}
