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

    private final List<PlannedChange> written = new ArrayList<>();
    private final Map<ChangeId, Long> writtenAtMillis = new LinkedHashMap<>();
    private final Set<ChangeId> arrivedIds = new HashSet<>();
    private final Set<String> transactions = new HashSet<>();
    private final List<OrderChange> committed = new ArrayList<>();
    private final LagStatistics lags = new LagStatistics();

    private List<Arrival> unseen = new ArrayList<>();
    private LagStatistics unseenLags = new LagStatistics();
    private int passed;
    private int replayed;
    private int tasksStarted;
    private int attempt;
    private boolean failureOrdered;
    private OptionalLong restoredCheckpoint = OptionalLong.empty();
    private long lastCheckpoint;
    private long lastProgressMillis;

    private Ledger(Clock clock) {
        this.clock = clock;
        this.lastProgressMillis = clock.millis();
    }

    /**
     * A change that arrived at the end of the job, committed or not.
     *
     * @param change the change
     * @param atMillis when, milliseconds since the epoch
     * @param lagMillis how long after its write
     * @param again whether it had arrived before, and is repeated after a failure
     */
    record Arrival(OrderChange change, long atMillis, long lagMillis, boolean again) {}

    /**
     * The figures at a moment.
     *
     * @param written changes written
     * @param arrived different changes that arrived
     * @param committed changes that are committed
     * @param replayed arrivals of changes that had arrived before
     * @param tasksStarted how often a source task started
     * @param failing whether a task has failed on purpose
     * @param restarts how often the job started again after a failure
     * @param restoredCheckpoint the checkpoint that the last restart began with, if any
     * @param lastCheckpoint the newest checkpoint that was taken, 0 if none
     * @param lastProgressMillis when something was last written, arrived or committed
     */
    record Figures(
            int written,
            int arrived,
            int committed,
            int replayed,
            int tasksStarted,
            boolean failing,
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

    /** Notes that a change is about to be written. */
    synchronized void writing(PlannedChange change) {
        writtenAtMillis.put(change.id(), clock.millis());
    }

    /** Notes that DynamoDB has confirmed a change. */
    synchronized void written(PlannedChange change) {
        written.add(change);
        progress();
    }

    /** Counts the changes that passed the source, repeated ones included. */
    synchronized int passed() {
        return ++passed;
    }

    /** Notes that a task fails now, on purpose. */
    synchronized void failing() {
        failureOrdered = true;
    }

    /** Notes that a change reached the sink. */
    synchronized void arrived(OrderChange change) {
        long now = clock.millis();
        boolean again = !arrivedIds.add(change.id());
        long lag = Math.max(0, now - writtenAtMillis.getOrDefault(change.id(), now));
        if (again) {
            replayed++;
        } else {
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
        progress();
        return true;
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
                arrivedIds.size(),
                committed.size(),
                replayed,
                tasksStarted,
                failureOrdered,
                attempt,
                restoredCheckpoint,
                lastCheckpoint,
                lastProgressMillis);
    }

    /** Returns the lags of all changes, without repeated arrivals. */
    synchronized LagStatistics lags() {
        return lags.copy();
    }

    synchronized List<PlannedChange> writtenChanges() {
        return List.copyOf(written);
    }

    synchronized Verdict verdict() {
        return Verdict.of(written, committed);
    }

    private void progress() {
        lastProgressMillis = clock.millis();
    }
}
