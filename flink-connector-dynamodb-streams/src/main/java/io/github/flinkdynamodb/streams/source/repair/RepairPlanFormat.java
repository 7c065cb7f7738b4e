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
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * The bytes of a {@link RepairPlan}: its id as a text, its end as a time, and the number of its
 * steps. Each has its beginning and its end as times, the ARN of its export as a text, empty for
 * none, and the number of its files of deletions. Each of those has its name as a text, the number
 * of its lines in 8 bytes, its MD5 as a text, and its content as a block.
 */
@Internal
public final class RepairPlanFormat {

    private static final int MOST_STEPS = 10_000;
    private static final int MOST_FILES = 100_000;

    private RepairPlanFormat() {}

    /**
     * Writes a plan.
     *
     * @param plan the plan
     * @return its bytes
     * @throws IOException if a text is too long
     */
    public static byte[] write(RepairPlan plan) throws IOException {
        StateOutput out = new StateOutput(1024);
        out.writeText(plan.id());
        out.writeInstant(plan.end());
        out.writeCount(plan.steps().size());
        for (RepairStep step : plan.steps()) {
            out.writeInstant(step.from());
            out.writeInstant(step.to());
            out.writeText(step.exportArn().orElse(""));
            out.writeCount(step.deletions().size());
            for (ExportFile file : step.deletions()) {
                out.writeText(file.name());
                out.writeLong(file.itemCount());
                out.writeText(file.md5());
                out.writeBlock(file.content().orElseThrow());
            }
        }
        return out.toBytes();
    }

    /**
     * Reads a plan.
     *
     * @param in its bytes
     * @return the plan
     * @throws IOException if they aren't those of one
     */
    public static RepairPlan read(StateInput in) throws IOException {
        String id = in.readText("id of the repair");
        Instant end = in.readInstant("end of the repair");
        int count = in.readCount("number of steps", MOST_STEPS);
        List<RepairStep> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(readStep(in));
        }
        in.requireEnd();
        return new RepairPlan(id, end, steps);
    }

    private static RepairStep readStep(StateInput in) throws IOException {
        Instant from = in.readInstant("beginning of a step");
        Instant to = in.readInstant("end of a step");
        String arn = in.readText("export of a step");
        int count = in.readCount("number of lists of keys", MOST_FILES);
        List<ExportFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(
                    new ExportFile(
                                    in.readText("name of a list of keys"),
                                    in.readLong("number of keys"),
                                    in.readText("MD5 of a list of keys"))
                            .heldAs(in.readBlock("list of keys")));
        }
        if (count > 0) {
            return RepairStep.ofDeletions(from, to, files);
        }
        RepairStep step = RepairStep.ofChanges(from, to);
        return arn.isEmpty() ? step : step.exportedAs(arn);
    }
}
