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
package io.github.flinkdynamodb.tools.simulator.table;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A shard of a stream: a range of key hashes for a time. Guarded by its table's lock. */
final class SimulatedShard {

    static final long HASHES = 1L << 32;

    private final String id;
    private final SimulatedShard parent;
    private final String parentId;
    private final long fromHash;
    private final long toHash;
    private final long startSequence;
    private final long createdMillis;
    private final RecordLog log = new RecordLog();

    private long endSequence = -1;
    private long closedMillis = Long.MAX_VALUE;
    private boolean hidden;
    private boolean unreadable;
    private boolean dropped;
    private final IndexRanges handedOut = new IndexRanges();
    private final IndexRanges settled = new IndexRanges();
    private long furthest;
    private long trimmed;
    private final Map<String, Long> readers = new HashMap<>();

    SimulatedShard(
            String id,
            SimulatedShard parent,
            long fromHash,
            long toHash,
            long startSequence,
            long createdMillis) {
        this.id = id;
        this.parent = parent;
        this.parentId = parent == null ? null : parent.id;
        this.fromHash = fromHash;
        this.toHash = toHash;
        this.startSequence = startSequence;
        this.createdMillis = createdMillis;
    }

    String id() {
        return id;
    }

    String parentId() {
        return parentId;
    }

    long fromHash() {
        return fromHash;
    }

    long toHash() {
        return toHash;
    }

    long startSequence() {
        return startSequence;
    }

    long endSequence() {
        return endSequence;
    }

    long createdMillis() {
        return createdMillis;
    }

    long closedMillis() {
        return closedMillis;
    }

    RecordLog log() {
        return log;
    }

    boolean isOpen() {
        return endSequence < 0;
    }

    /** Ends it: with its last record, or where there is none with where it began. */
    void close(long millis) {
        if (!isOpen()) {
            throw new IllegalStateException("The shard " + id + " has ended already");
        }
        endSequence = Math.max(startSequence, log.lastSequence());
        closedMillis = millis;
    }

    void setHidden(boolean value) {
        hidden = value;
    }

    boolean isUnreadable() {
        return unreadable;
    }

    void setUnreadable(boolean value) {
        unreadable = value;
    }

    boolean isDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
        log.trimTo(log.size());
    }

    /** Notes that records were on a page; tells of each that was for the first time. */
    void noteHandedOut(long from, long to, Consumer<WriteLedger.KeyWrites> first) {
        furthest = Math.max(furthest, to);
        handedOut.add(from, to, (start, end) -> {});
        settled.add(from, to, (start, end) -> log.forEachKey(start, end, first));
    }

    /** Notes what was trimmed; returns how many records of that were never on a page. */
    long noteTrimmed() {
        long from = trimmed;
        trimmed = log.trimmed();
        return trimmed == from ? 0 : settled.add(from, trimmed, (start, end) -> {});
    }

    /** Whether one more reader may read now, where only so many may within a second; 0 for any. */
    boolean admits(String reader, long nowMillis, int limit) {
        if (limit == 0) {
            return true;
        }
        readers.values().removeIf(last -> nowMillis - last >= 1000);
        if (readers.size() >= limit && !readers.containsKey(reader)) {
            return false;
        }
        readers.put(reader, nowMillis);
        return true;
    }

    /** Whether listings show it. */
    boolean isListed(long nowMillis, TableSettings settings) {
        return !hidden && !dropped && childIsVisible(nowMillis, settings);
    }

    private boolean childIsVisible(long nowMillis, TableSettings settings) {
        return parent == null
                || nowMillis - createdMillis >= settings.childVisibleAfter().toMillis();
    }

    ShardInfo info() {
        return new ShardInfo(
                id,
                parentId,
                isOpen(),
                dropped,
                new long[] {log.size(), log.trimmed(), furthest, handedOut.count()});
    }
}
