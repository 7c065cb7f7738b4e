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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.source.event.RecentKeysReported;
import io.github.flinkdynamodb.streams.source.event.RecentKeysWanted;
import io.github.flinkdynamodb.streams.source.event.ShardsHeld;
import io.github.flinkdynamodb.streams.source.export.DeletionLines;
import io.github.flinkdynamodb.streams.source.repair.Lineage;
import io.github.flinkdynamodb.streams.source.repair.LineageGroup;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * What readers say of the shards that they were restored with, and what they are to be told.
 * Coordinator thread only.
 */
final class RestoredReaders {

    private final EnumeratorParts parts;

    /** The shards that readers hold, by the subtask of each reader that has said so. */
    private final Map<Integer, List<Lineage>> held = new HashMap<>();

    /** What readers are to be told, as soon as they can be reached. */
    private final Map<Integer, Deque<SourceEvent>> outbox = new HashMap<>();

    /** The keys that readers have reported, by group; empty unless some are being collected. */
    private final List<List<ExportFile>> keys = new ArrayList<>();

    /** How many answers with keys are awaited. */
    private int awaited;

    private boolean collecting;

    /** Counts the times that keys were asked for: an answer may be to an earlier question. */
    private int question;

    RestoredReaders(EnumeratorParts parts) {
        this.parts = parts;
    }

    /** A reader has been restored, or has dropped what it held. */
    void onShardsHeld(int subtask, ShardsHeld event) {
        held.put(subtask, event.shards().stream().map(Lineage::new).collect(Collectors.toList()));
    }

    /** A reader failed: what it holds, and the keys that it has, it reports again. */
    void readerReset(int subtask) {
        held.remove(subtask);
        outbox.remove(subtask);
        forgetKeys();
    }

    /** Returns whether each reader has said what it holds. */
    boolean allReported() {
        return held.size() == parts.context.currentParallelism();
    }

    /** Returns whether each reader has said that it holds nothing. */
    boolean holdNothing() {
        return allReported() && held.values().stream().allMatch(List::isEmpty);
    }

    /** Returns what a reader holds. */
    List<Lineage> heldBy(int subtask) {
        return held.getOrDefault(subtask, List.of());
    }

    /** Returns what all readers hold. */
    List<Lineage> all() {
        return held.values().stream().flatMap(List::stream).collect(Collectors.toList());
    }

    /** Has each reader that holds something told an event, once each. */
    void tellHolders(Supplier<SourceEvent> event) {
        held.forEach(
                (subtask, lineages) -> {
                    if (!lineages.isEmpty()) {
                        tell(subtask, event.get());
                    }
                });
    }

    /** Has a reader told an event. */
    void tell(int subtask, SourceEvent event) {
        outbox.computeIfAbsent(subtask, s -> new ArrayDeque<>()).add(event);
    }

    /** Tells readers what they are to be told, as far as they can be reached. */
    void send() {
        for (Map.Entry<Integer, Deque<SourceEvent>> events : outbox.entrySet()) {
            int subtask = events.getKey();
            while (!events.getValue().isEmpty() && parts.canReach(subtask)) {
                parts.context.sendEventToSourceReader(subtask, events.getValue().poll());
            }
        }
    }

    /** Returns whether keys are being collected, or have been. */
    boolean isCollecting() {
        return collecting;
    }

    /**
     * Asks for the keys of items that were inserted lately.
     *
     * @param groups the shards, and from when on their keys are wanted
     */
    void collectKeys(List<LineageGroup> groups) {
        forgetKeys();
        collecting = true;
        question++;
        for (int i = 0; i < groups.size(); i++) {
            keys.add(new ArrayList<>());
            Set<String> shards = groups.get(i).shardIds();
            Instant from = groups.get(i).keysFrom();
            for (Map.Entry<Integer, List<Lineage>> reader : held.entrySet()) {
                Map<String, Instant> wanted = new HashMap<>();
                reader.getValue().stream()
                        .map(Lineage::shardId)
                        .filter(shards::contains)
                        .forEach(shard -> wanted.put(shard, from));
                if (!wanted.isEmpty()) {
                    tell(reader.getKey(), new RecentKeysWanted(question, i, wanted));
                    awaited++;
                }
            }
        }
    }

    private void forgetKeys() {
        collecting = false;
        keys.clear();
        awaited = 0;
        outbox.values().forEach(events -> events.removeIf(RecentKeysWanted.class::isInstance));
    }

    /** A reader reports keys. An answer to a question that was forgotten is dropped. */
    void onKeys(RecentKeysReported event) {
        if (!collecting || event.question() != question) {
            return;
        }
        if (event.isEnd()) {
            awaited--;
        } else {
            List<ExportFile> files = keys.get(event.group());
            String name = "of keys " + event.group() + "." + files.size();
            files.add(DeletionLines.file(name, event.count(), event.deletions()));
        }
    }

    /** Returns whether all keys have been reported that were asked for. */
    boolean hasKeys() {
        return collecting && awaited == 0;
    }

    /** Returns the keys, by group. */
    List<List<ExportFile>> keys() {
        return keys;
    }
}
