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

import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Flink's coordinator remembers of assignments: by the checkpoint that was taken after them,
 * until that or a later one is complete.
 */
final class AssignmentTracker {

    private final TreeMap<Long, Map<Integer, List<DynamoDbStreamsSplit>>> byCheckpoint =
            new TreeMap<>();
    private Map<Integer, List<DynamoDbStreamsSplit>> sinceLast = new HashMap<>();

    void assigned(int subtask, List<DynamoDbStreamsSplit> splits) {
        sinceLast.computeIfAbsent(subtask, s -> new ArrayList<>()).addAll(splits);
    }

    void snapshotTaken(long checkpoint) {
        byCheckpoint.put(checkpoint, sinceLast);
        sinceLast = new HashMap<>();
    }

    void checkpointComplete(long checkpoint) {
        byCheckpoint.headMap(checkpoint, true).clear();
    }

    /** What a subtask got after a checkpoint that it goes back to; it is forgotten here. */
    List<DynamoDbStreamsSplit> takeSince(int subtask, long checkpoint) {
        List<DynamoDbStreamsSplit> splits = new ArrayList<>();
        for (Map<Integer, List<DynamoDbStreamsSplit>> assigned :
                byCheckpoint.tailMap(checkpoint, false).values()) {
            addAll(splits, assigned.remove(subtask));
        }
        addAll(splits, sinceLast.remove(subtask));
        return splits;
    }

    private static void addAll(List<DynamoDbStreamsSplit> splits, List<DynamoDbStreamsSplit> more) {
        if (more != null) {
            splits.addAll(more);
        }
    }
}
