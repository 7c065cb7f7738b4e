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

import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/** How far the scan of a table has come. */
@Internal
public enum ScanPhase {
    /** The table is being described; nothing is assigned. */
    DESCRIBING(0),
    /** Segments are being read. */
    SCANNING(1),
    /** All segments have been read; whether the table is still the same is being looked up. */
    SCANNED(2),
    /** All has been read, of one table. */
    OVER(3);

    private final int code;

    ScanPhase(int code) {
        this.code = code;
    }

    /** Returns what stands for the phase in a checkpoint. */
    int code() {
        return code;
    }

    /**
     * Returns the phase of a code.
     *
     * @param code the code
     * @throws IllegalArgumentException if no phase has it
     */
    static ScanPhase ofCode(int code) {
        return Arrays.stream(values())
                .filter(phase -> phase.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("code " + code));
    }

    /**
     * Goes on to another phase. From the end there is a way back to SCANNING: a reader that failed
     * holds segments again which it had read.
     *
     * @param next that phase
     * @return it
     * @throws IllegalStateException if this one isn't followed by it
     */
    ScanPhase to(ScanPhase next) {
        boolean forward = next.code == code + 1;
        boolean back = next == SCANNING && code > SCANNING.code;
        if (!forward && !back) {
            throw new IllegalStateException("a scan can't go from " + this + " to " + next);
        }
        return next;
    }
}
