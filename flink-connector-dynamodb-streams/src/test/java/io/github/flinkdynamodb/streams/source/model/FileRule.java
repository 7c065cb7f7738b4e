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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.source.enumerator.ScanState;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What holds for every completed checkpoint of files that are read: where each of them is, as
 * {@link SegmentRule} has it; and the output that the checkpoint stands for is what their positions
 * say, line by line.
 */
final class FileRule {

    private FileRule() {}

    /**
     * Checks a checkpoint.
     *
     * @param files the lines of each file
     * @param isIn returns whether a line is in the output that the checkpoint stands for
     */
    static <L> void check(Checkpoint checkpoint, List<List<L>> files, Predicate<L> isIn)
            throws IOException {
        Map<Integer, FileSplit> held = SegmentRule.held(checkpoint, FileSplit.class);
        ScanState scan = CoordinatorModel.state(checkpoint.enumerator).scan().orElse(null);
        if (scan == null) {
            SegmentRule.require(
                    held.isEmpty(), checkpoint + ": held, though nothing was assigned: " + held);
            return;
        }
        BitSet heldBits = new BitSet();
        held.keySet().forEach(heldBits::set);
        if (checkpoint.urgent) {
            SegmentRule.addOvertaken(heldBits, scan, held);
        }
        SegmentRule.require(
                heldBits.equals(scan.held()),
                String.format("%s: %s, but readers have %s", checkpoint, scan, held.keySet()));
        for (int file = 0; file < files.size(); file++) {
            List<L> lines = files.get(file);
            int read =
                    linesRead(held.get(file), scan.finished().get(file) ? lines.size() : 0, lines);
            for (int line = 0; line < lines.size(); line++) {
                boolean expected = line < read;
                SegmentRule.require(
                        isIn.test(lines.get(line)) == expected,
                        String.format(
                                "%s: line %d of file %d, %s, is %s the output, but %d have been"
                                        + " read",
                                checkpoint,
                                line + 1,
                                file,
                                lines.get(line),
                                expected ? "not in" : "in",
                                read));
            }
        }
    }

    /** Returns how many lines of a file nobody gives out any more. */
    private static int linesRead(FileSplit split, int withoutReader, List<?> lines) {
        if (split == null) {
            return withoutReader;
        }
        return split.isEnded() ? lines.size() : (int) split.lines();
    }
}
