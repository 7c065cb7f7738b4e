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
package io.github.flinkdynamodb.tools.quickstart;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compares, one by one and in their order, what a job has delivered with what was in the table
 * before and what was written since. Not thread-safe.
 *
 * <p>Each change has to be there once, and the changes of an order in their order. Each order that
 * was there before has to be there once as an item of the table, in any version that it had, unless
 * it was deleted before its page was read. An item must not come after a change that is newer.
 */
final class Comparison {

    private final Map<String, PlannedChange> existing = new HashMap<>();
    private final Map<ChangeId, PlannedChange> written = new HashMap<>();
    private final Set<ChangeId> seen = new HashSet<>();
    private final Set<String> scanned = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final Map<String, Long> latest = new HashMap<>();

    private int received;
    private int duplicated;
    private int outOfOrder;
    private int wrong;
    private int miscounted;

    /**
     * Begins a comparison.
     *
     * @param before the insertions of the orders that the table had when the job started
     * @param changes the changes that were written since
     */
    Comparison(Collection<PlannedChange> before, Collection<PlannedChange> changes) {
        before.forEach(order -> existing.put(order.id().orderId(), order));
        changes.forEach(change -> written.put(change.id(), change));
    }

    /**
     * Takes an item of the table.
     *
     * @param id the order, in the version that was read
     * @param matches whether the item is the one that was written with a change
     */
    void item(ChangeId id, Predicate<PlannedChange> matches) {
        received++;
        PlannedChange planned = written.getOrDefault(id, existing.get(id.orderId()));
        if (planned == null || !planned.id().equals(id) || !matches.test(planned)) {
            wrong++;
        } else if (!scanned.add(id.orderId())) {
            duplicated++;
        } else {
            outOfOrder += latest.getOrDefault(id.orderId(), 0L) > id.version() ? 1 : 0;
        }
    }

    /**
     * Takes a change.
     *
     * @param id the order, in the version that the change made
     * @param matches whether it is a change that was written
     * @return whether it is right, and there for the first time
     */
    boolean change(ChangeId id, Predicate<PlannedChange> matches) {
        received++;
        PlannedChange planned = written.get(id);
        if (planned == null || !matches.test(planned)) {
            wrong++;
            return false;
        }
        if (!seen.add(id)) {
            duplicated++;
            return false;
        }
        long before = latest.merge(id.orderId(), id.version(), Math::max);
        outOfOrder += before > id.version() ? 1 : 0;
        if (planned.newItem() == null) {
            removed.add(id.orderId());
        }
        return true;
    }

    /**
     * Checks the count that the job's state has for a change.
     *
     * @param id the change
     * @param count how many changes of the order the state counts, this one included
     */
    void count(ChangeId id, long count) {
        PlannedChange before = existing.get(id.orderId());
        long uncounted = before == null ? 0 : before.id().version();
        miscounted += count + uncounted != id.version() ? 1 : 0;
    }

    /** Returns what has come out so far. */
    Verdict verdict() {
        long unread =
                existing.keySet().stream()
                        .filter(order -> !scanned.contains(order) && !removed.contains(order))
                        .count();
        int lost = written.size() - seen.size() + (int) unread;
        return new Verdict(
                existing.size(),
                written.size(),
                received,
                lost,
                duplicated,
                outOfOrder,
                wrong,
                miscounted);
    }
}
