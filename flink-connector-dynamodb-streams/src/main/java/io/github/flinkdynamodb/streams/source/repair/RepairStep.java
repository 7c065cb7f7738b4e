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
package io.github.flinkdynamodb.streams.source.repair;

import io.github.flinkdynamodb.streams.source.split.ExportFile;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * What is read in one go when a gap is closed: the deletion of items that may have come and gone,
 * or the changes of a window. Immutable.
 */
@Internal
public final class RepairStep {

    private final Instant from;
    private final Instant to;
    private final List<ExportFile> deletions;
    private final String exportArn;

    private RepairStep(Instant from, Instant to, List<ExportFile> deletions, String exportArn) {
        this.from = Objects.requireNonNull(from, "from");
        this.to = Objects.requireNonNull(to, "to");
        this.deletions = List.copyOf(deletions);
        this.exportArn = exportArn;
    }

    /**
     * A step that deletes items.
     *
     * @param from the time of the first of them
     * @param to the time of the last of them
     * @param deletions their keys, as the lines of an incremental export that the state holds
     * @return the step
     */
    public static RepairStep ofDeletions(Instant from, Instant to, List<ExportFile> deletions) {
        if (deletions.isEmpty()) {
            throw new IllegalArgumentException("no deletions");
        }
        return new RepairStep(from, to, deletions, null);
    }

    /**
     * A step that reads the changes of a window.
     *
     * @param from its beginning, in whole seconds
     * @param to its end, in whole seconds
     * @return the step, whose export hasn't been asked for
     */
    public static RepairStep ofChanges(Instant from, Instant to) {
        return new RepairStep(from, to, List.of(), null);
    }

    /**
     * Returns the same step, with its export.
     *
     * @param arn the export
     */
    public RepairStep exportedAs(String arn) {
        return new RepairStep(from, to, deletions, Objects.requireNonNull(arn, "arn"));
    }

    /** Returns when the window begins. */
    public Instant from() {
        return from;
    }

    /** Returns when the window ends. */
    public Instant to() {
        return to;
    }

    /**
     * Returns the keys of the items that are deleted.
     *
     * @return files that the state holds; empty for the changes of a window
     */
    public List<ExportFile> deletions() {
        return deletions;
    }

    /** Returns whether this step reads the changes of a window, and needs an export. */
    public boolean isOfChanges() {
        return deletions.isEmpty();
    }

    /**
     * Returns the export of the window.
     *
     * @return its ARN; empty as long as it hasn't been answered
     */
    public Optional<String> exportArn() {
        return Optional.ofNullable(exportArn);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof RepairStep)) {
            return false;
        }
        RepairStep that = (RepairStep) o;
        return from.equals(that.from)
                && to.equals(that.to)
                && deletions.equals(that.deletions)
                && Objects.equals(exportArn, that.exportArn);
    }

    @Override
    public int hashCode() {
        return Objects.hash(from, to, exportArn);
    }

    @Override
    public String toString() {
        return isOfChanges()
                ? "changes from " + from + " to " + to + (exportArn == null ? "" : ", " + exportArn)
                : "deletions of " + deletions.size() + " lists of keys";
    }
}
