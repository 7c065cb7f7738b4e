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

import io.github.flinkdynamodb.streams.model.ChangeType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The books of a run: what was written, what arrived, and what the job committed. The writer, the
 * job's tasks (they run in this JVM, and find their ledger by its id) and the screen share it.
 * Thread-safe.
 */
final class Ledger implements AutoCloseable {

    private static final Map<String, Ledger> OPEN = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final Clock clock;

    private final List<PlannedChange> existing = new ArrayList<>();
    private final List<PlannedChange> written = new ArrayList<>();

    /** The orders of before whose items or removals haven't been committed. */
    private final Set<String> unread = new HashSet<>();

    private final Map<ChangeId, Long> writtenAtMillis = new LinkedHashMap<>();
    private final Set<ChangeId> arrivedIds = new HashSet<>();
    private final Set<String> arrivedItems = new HashSet<>();
    private final Set<String> transactions = new HashSet<>();
    private final List<OrderChange> committed = new ArrayList<>();
    private final Set<ChangeId> committedIds = new HashSet<>();
    private final LagStatistics lags = new LagStatistics();

    private List<Arrival> unseen = new ArrayList<>();
    private LagStatistics unseenLags = new LagStatistics();
    private int passed;
    private int replayed;
    private int tasksStarted;
    private int attempt;
    private int failures;
    private OptionalLong restoredCheckpoint = OptionalLong.empty();
    private long lastCheckpoint;
    private long lastProgressMillis;

    private Ledger(Clock clock) {
        this.clock = clock;
        this.lastProgressMillis = clock.millis();
    }

    /**
     * A change or an item that arrived at the end of the job, committed or not.
     *
     * @param change the change
     * @param atMillis when, milliseconds since the epoch
     * @param lagMillis how long after its write; 0 for an item of the table
     * @param again whether it had arrived before, and is repeated after a failure
     */
    record Arrival(OrderChange change, long atMillis, long lagMillis, boolean again) {}

    /**
     * The figures at a moment.
     *
     * @param written changes written
     * @param items different items of the table that arrived
     * @param arrived different changes that arrived
     * @param committed different changes that are committed
     * @param unread orders of before that aren't committed: neither their items nor their removals
     * @param replayed arrivals of items and changes that had arrived before
     * @param tasksStarted how often a source task started
     * @param failures how often a task has failed on purpose
     * @param restarts how often the job started again after a failure
     * @param restoredCheckpoint the checkpoint that the last restart began with, if any
     * @param lastCheckpoint the newest checkpoint that was taken, 0 if none
     * @param lastProgressMillis when something was last written, arrived or committed
     */
    record Figures(
            int written,
            int items,
            int arrived,
            int committed,
            int unread,
            int replayed,
            int tasksStarted,
            int failures,
            int restarts,
            OptionalLong restoredCheckpoint,
            long lastCheckpoint,
            long lastProgressMillis) {}

    /**
     * What arrived since the screen was last told.
     *
     * @param arrivals the arrivals, in order
     * @param lags their lags, without repeated ones
     */
    record News(List<Arrival> arrivals, LagStatistics lags) {}

    static Ledger open(Clock clock) {
        Ledger ledger = new Ledger(clock);
        OPEN.put(ledger.id, ledger);
        return ledger;
    }

    static Ledger of(String id) {
        Ledger ledger = OPEN.get(id);
        if (ledger == null) {
            throw new IllegalStateException("The ledger " + id + " is closed");
        }
        return ledger;
    }

    String id() {
        return id;
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }

    /** Notes an order that is in the table before the job starts. */
    synchronized void existing(PlannedChange insertion) {
        existing.add(insertion);
        unread.add(insertion.id().orderId());
    }

    /** Notes that a change is about to be written. */
    synchronized void writing(PlannedChange change) {
        writtenAtMillis.put(change.id(), clock.millis());
    }

    /** Notes that DynamoDB has confirmed a change. */
    synchronized void written(PlannedChange change) {
        written.add(change);
        progress();
    }

    /** Counts the items and changes that passed the source, repeated ones included. */
    synchronized int passed() {
        return ++passed;
    }

    /** Notes that a task fails now, on purpose. */
    synchronized void failing() {
        failures++;
    }

    /** Notes that a change or an item reached the sink. */
    synchronized void arrived(OrderChange change) {
        long now = clock.millis();
        boolean again =
                change.isItem()
                        ? !arrivedItems.add(change.orderId())
                        : !arrivedIds.add(change.id());
        long written = change.isItem() ? now : writtenAtMillis.getOrDefault(change.id(), now);
        long lag = Math.max(0, now - written);
        if (again) {
            replayed++;
        } else if (!change.isItem()) {
            lags.add(lag);
            unseenLags.add(lag);
        }
        unseen.add(new Arrival(change, now, lag, again));
        progress();
    }

    /**
     * Commits a transaction, once.
     *
     * @return false if it was committed before
     */
    synchronized boolean commit(Transaction transaction) {
        if (!transactions.add(transaction.id())) {
            return false;
        }
        committed.addAll(transaction.changes());
        transaction.changes().forEach(this::noteRead);
        progress();
        return true;
    }

    private void noteRead(OrderChange change) {
        if (!change.isItem()) {
            committedIds.add(change.id());
        }
        if (change.isItem() || change.type().equals(ChangeType.REMOVE.name())) {
            unread.remove(change.orderId());
        }
    }

    /**
     * Notes that a source task runs.
     *
     * @param taskAttempt how often it was restarted
     * @param checkpoint what it was restored from, if from anything
     */
    synchronized void taskStarted(int taskAttempt, OptionalLong checkpoint) {
        tasksStarted++;
        if (taskAttempt > attempt) {
            attempt = taskAttempt;
            restoredCheckpoint = checkpoint;
        }
        progress();
    }

    /** Notes that a checkpoint was taken of a source task. */
    synchronized void checkpointTaken(long checkpoint) {
        lastCheckpoint = Math.max(lastCheckpoint, checkpoint);
    }

    /** Returns what arrived since the last call. */
    synchronized News news() {
        News news = new News(unseen, unseenLags);
        unseen = new ArrayList<>();
        unseenLags = new LagStatistics();
        return news;
    }

    synchronized Figures figures() {
        return new Figures(
                written.size(),
                arrivedItems.size(),
                arrivedIds.size(),
                committedIds.size(),
                unread.size(),
                replayed,
                tasksStarted,
                failures,
                attempt,
                restoredCheckpoint,
                lastCheckpoint,
                lastProgressMillis);
    }

    /** Returns the lags of all changes, without repeated arrivals. */
    synchronized LagStatistics lags() {
        return lags.copy();
    }

    synchronized List<PlannedChange> existingOrders() {
        return List.copyOf(existing);
    }

    synchronized List<PlannedChange> writtenChanges() {
        return List.copyOf(written);
    }

    synchronized Verdict verdict() {
        return Verdict.of(existing, written, committed);
    }

    private void progress() {
        lastProgressMillis = clock.millis();
    }
}
