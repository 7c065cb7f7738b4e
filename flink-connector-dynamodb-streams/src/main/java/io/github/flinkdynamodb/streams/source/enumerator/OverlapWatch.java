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

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Notices an overlap that can't end or takes too long. Changes that are held back follow the
 * completed checkpoints, and whether a job has any, a source can't see: it can only see none begin.
 * Coordinator thread only.
 */
final class OverlapWatch {

    static final Duration INTERVAL = Duration.ofMinutes(1);

    /** So long a job whose changes are held back may go on without a checkpoint. */
    static final Duration MOST_WITHOUT_CHECKPOINT = Duration.ofHours(1);

    /** So far behind changes are half of the way to being trimmed. */
    static final Duration FAR_BEHIND = OverlapSession.RETENTION.dividedBy(2);

    /**
     * The operator that reconciles items and changes keeps what it knows of an item for 30 days
     * after its last change.
     */
    static final Duration LONGEST_RECONCILED = Duration.ofDays(25);

    private final EnumeratorParts parts;
    private final OverlapSession overlap;
    private final Consumer<String> log;
    private boolean checkpointBegun;
    private int looks;
    private long hoursWarnedOf;

    /**
     * Creates a watch.
     *
     * @param parts the enumerator's parts
     * @param log takes the warnings
     */
    OverlapWatch(EnumeratorParts parts, Consumer<String> log) {
        this.parts = parts;
        this.overlap = parts.overlap;
        this.log = log;
        this.hoursWarnedOf = FAR_BEHIND.toHours() - 1;
    }

    /** The table has been described: from now on the overlap is looked at each minute. */
    void begin() {
        parts.executor.schedule(this::look, INTERVAL);
    }

    /**
     * The enumerator's state is being taken.
     *
     * @param checkpointId the checkpoint; negative for a batch job's, of which none completes
     */
    void snapshotTaken(long checkpointId) {
        checkpointBegun |= checkpointId >= 0;
    }

    /** Updates the metrics. */
    void update() {
        Duration lag = overlap.lag();
        parts.metrics.frontier(lag, OverlapSession.RETENTION.minus(lag));
    }

    private void look() {
        if (overlap.isSettled()) {
            return;
        }
        looks++;
        update();
        if (overlap.holdsBack()) {
            requireCheckpoints();
            warnIfFarBehind();
        } else {
            requireKeptState();
        }
        begin();
    }

    private void requireCheckpoints() {
        if (checkpointBegun) {
            return;
        }
        Duration without = INTERVAL.multipliedBy(looks);
        if (without.compareTo(MOST_WITHOUT_CHECKPOINT) >= 0) {
            throw new FlinkRuntimeException(withoutCheckpoint(without));
        }
        log.accept(withoutCheckpoint(without));
    }

    private String withoutCheckpoint(Duration time) {
        return String.format(
                "No checkpoint has begun in %d min. Changes of table %s are held back until a"
                        + " checkpoint completes that was taken after its items were read. Enable"
                        + " checkpointing: set 'execution.checkpointing.interval' to less than an"
                        + " hour, and don't set 'execution.checkpointing.interval-during-backlog'"
                        + " to 0",
                time.toMinutes(), overlap.tableName());
    }

    /** Once, and then each hour. */
    private void warnIfFarBehind() {
        long hours = overlap.lag().toHours();
        if (hours > hoursWarnedOf) {
            hoursWarnedOf = hours;
            log.accept(
                    String.format(
                            "Changes of table %s are emitted %d h late, and the stream keeps them"
                                    + " for 24 h. They follow the completed checkpoints: check"
                                    + " that these complete, and how long they take",
                            overlap.tableName(), hours));
        }
    }

    private void requireKeptState() {
        if (overlap.age().compareTo(LONGEST_RECONCILED) > 0) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The snapshot of table %s was begun more than 25 days ago, and the"
                                    + " operator that reconciles its items and changes forgets"
                                    + " items after 30 days. Start the job without its state, and"
                                    + " raise 'scan.snapshot.max-read-capacity' or use another"
                                    + " changelog mode",
                            overlap.tableName()));
        }
    }
}
