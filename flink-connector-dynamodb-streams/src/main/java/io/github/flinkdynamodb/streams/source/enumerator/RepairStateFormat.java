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

import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairPlanFormat;
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;

/**
 * Reads and writes a repair's part of the enumerator's state: a byte of flags, always 64, which no
 * scan's and no export's part has; the plan as a block of the form of {@link RepairPlanFormat}; and
 * how far its steps have been read, as a block of the form of {@link ScanStateFormat}, empty as
 * long as none is read.
 */
final class RepairStateFormat {

    private static final int REPAIR = 64;

    private RepairStateFormat() {}

    /** Returns whether a part of the state is that of a repair. */
    static boolean is(byte[] block) {
        return block[0] == REPAIR;
    }

    static byte[] write(RepairPlan plan, ScanState scan) throws IOException {
        StateOutput out = new StateOutput(1024);
        out.writeByte(REPAIR);
        out.writeBlock(RepairPlanFormat.write(plan));
        out.writeBlock(scan == null ? new byte[0] : ScanStateFormat.write(scan));
        return out.toBytes();
    }

    /**
     * Reads it.
     *
     * @param state the rest of the state
     * @param what what is read, for messages
     * @param in the bytes
     * @return the whole
     * @throws IOException if the bytes aren't those of a repair
     */
    static EnumeratorState read(EnumeratorState state, String what, StateInput in)
            throws IOException {
        in.readFlags("flags of the repair", REPAIR);
        RepairPlan plan =
                RepairPlanFormat.read(
                        new StateInput(what + ", plan", in.readBlock("plan of the repair")));
        byte[] scan = in.readBlock("steps of the repair");
        in.requireEnd();
        EnumeratorState repaired = state.withRepair(plan);
        return scan.length == 0
                ? repaired
                : repaired.withScan(ScanStateFormat.read(new StateInput(what + ", steps", scan)));
    }
}
