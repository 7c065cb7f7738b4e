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
package io.github.flinkdynamodb.tools.inspector;

import io.github.flinkdynamodb.tools.inspector.check.CheckReport;
import io.github.flinkdynamodb.tools.inspector.report.SourceReport;
import io.github.flinkdynamodb.tools.inspector.state.SavepointFile;
import io.github.flinkdynamodb.tools.inspector.state.SourceStates;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was found out about a savepoint: what it holds, and what the service says. Immutable. */
public final class Inspection {

    private final SavepointFile savepoint;
    private final List<SourceReport> sources;
    private final SourceStates states;
    private final List<CheckReport> checks;
    private final Instant takenAt;
    private final Instant now;

    private Inspection(
            SavepointFile savepoint,
            List<SourceReport> sources,
            SourceStates states,
            List<CheckReport> checks,
            Instant takenAt,
            Instant now) {
        this.savepoint = savepoint;
        this.sources = sources;
        this.states = states;
        this.checks = checks;
        this.takenAt = takenAt;
        this.now = now;
    }

    /**
     * Reads a savepoint.
     *
     * @param location its folder, or its file {@code _metadata}
     * @param takenAt when it was taken; null for the time of that file
     * @param now the time
     * @return what it holds
     * @throws InspectionException if it can't be read, or has no source of ours
     */
    public static Inspection of(String location, Instant takenAt, Instant now)
            throws InspectionException {
        SavepointFile savepoint = SavepointFile.read(location);
        SourceStates states = SourceStates.read(savepoint);
        return new Inspection(
                savepoint,
                states.sources().stream().map(SourceReport::of).collect(Collectors.toList()),
                states,
                List.of(),
                takenAt == null ? savepoint.writtenAt() : takenAt,
                now);
    }

    /**
     * Returns the same with what the service says.
     *
     * @param found a report for each source, in their order
     * @return the inspection
     */
    public Inspection with(List<CheckReport> found) {
        return new Inspection(savepoint, sources, states, List.copyOf(found), takenAt, now);
    }

    /** Returns the savepoint's metadata. */
    public SavepointFile savepoint() {
        return savepoint;
    }

    /** Returns what it holds of each source, at least one. */
    public List<SourceReport> sources() {
        return sources;
    }

    /** Returns what may be of a source of ours, too, and can't be read. */
    public List<String> unreadable() {
        return states.unreadable();
    }

    /** Returns which sources are Apache's, a sentence each. Nothing is reported of them. */
    public List<String> ofApache() {
        return states.ofApache();
    }

    /**
     * Returns what the service says of a source.
     *
     * @param source its index
     * @return the report; empty if the service wasn't asked
     */
    public Optional<CheckReport> check(int source) {
        return checks.isEmpty() ? Optional.empty() : Optional.of(checks.get(source));
    }

    /** Returns whether the service was asked. */
    public boolean isChecked() {
        return !checks.isEmpty();
    }

    /** Returns whether changes can't be read any more, or may have been lost, by the service. */
    public boolean isLoss() {
        return checks.stream().anyMatch(CheckReport::isLoss);
    }

    /** Returns when the savepoint was taken. */
    public Instant takenAt() {
        return takenAt;
    }

    /** Returns the time of the inspection. */
    public Instant now() {
        return now;
    }
}
