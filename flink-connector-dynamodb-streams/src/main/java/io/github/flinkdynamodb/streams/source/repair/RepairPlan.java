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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.annotation.Internal;

/**
 * What a repair reads, step by step, and from when on the stream is read behind it. It is in the
 * enumerator's state before anything of it is done, and without its steps from then on. Immutable.
 */
@Internal
public final class RepairPlan {

    private final String id;
    private final Instant end;
    private final List<RepairStep> steps;

    /**
     * Creates a plan.
     *
     * @param id what tells it from other plans: exports are asked for under this name
     * @param end the end of the last window
     * @param steps what is read, in this order; empty if all has been read
     */
    public RepairPlan(String id, Instant end, List<RepairStep> steps) {
        this.id = Objects.requireNonNull(id, "id");
        this.end = Objects.requireNonNull(end, "end");
        this.steps = List.copyOf(steps);
    }

    /**
     * Creates the plan of some windows.
     *
     * @param id what tells it from other plans
     * @param windows the windows
     * @param deletions for each of their groups the keys that are remembered, or null if rows are
     *     only appended: then nothing is deleted, and the windows that are needed for that are left
     *     out
     * @return the plan
     */
    public static RepairPlan of(
            String id, RepairWindows windows, List<List<ExportFile>> deletions) {
        List<RepairStep> steps = new ArrayList<>();
        Instant common = windows.edges().get(0);
        for (int i = 0; i < windows.groups().size(); i++) {
            LineageGroup group = windows.groups().get(i);
            if (deletions != null && !deletions.get(i).isEmpty()) {
                steps.add(
                        RepairStep.ofDeletions(group.keysFrom(), group.begin(), deletions.get(i)));
                steps.add(RepairStep.ofChanges(group.earlierBegin(), common));
            }
            steps.add(RepairStep.ofChanges(group.begin(), common));
        }
        for (int i = 1; i < windows.edges().size(); i++) {
            steps.add(RepairStep.ofChanges(windows.edges().get(i - 1), windows.edges().get(i)));
        }
        return new RepairPlan(id, windows.end(), steps);
    }

    /** Returns what tells this plan from other ones. */
    public String id() {
        return id;
    }

    /** Returns the end of the last window. */
    public Instant end() {
        return end;
    }

    /**
     * Returns what is read.
     *
     * @return the steps in their order; empty if all has been read, and the stream is read on
     */
    public List<RepairStep> steps() {
        return steps;
    }

    /** Returns whether all steps have been read. */
    public boolean isRead() {
        return steps.isEmpty();
    }

    /** Returns the same plan, all steps of which have been read. */
    public RepairPlan read() {
        return new RepairPlan(id, end, List.of());
    }

    /**
     * Returns the same plan with the export of a window.
     *
     * @param index the step that needs it
     * @param arn the export
     */
    public RepairPlan withExport(int index, String arn) {
        List<RepairStep> changed = new ArrayList<>(steps);
        changed.set(index, steps.get(index).exportedAs(arn));
        return new RepairPlan(id, end, changed);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof RepairPlan)) {
            return false;
        }
        RepairPlan that = (RepairPlan) o;
        return id.equals(that.id) && end.equals(that.end) && steps.equals(that.steps);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "repair up to " + end + (isRead() ? ", read" : " in " + steps.size() + " steps");
    }
}
