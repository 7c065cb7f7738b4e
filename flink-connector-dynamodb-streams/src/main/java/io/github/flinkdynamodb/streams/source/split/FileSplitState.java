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
package io.github.flinkdynamodb.streams.source.split;

import org.apache.flink.annotation.Internal;

/**
 * The mutable side of a {@link FileSplit} on the task thread: what the next checkpoint will hold.
 */
@Internal
public final class FileSplitState extends SplitState {

    private final FileSplit split;
    private long lines;
    private boolean ended;

    /**
     * Starts from a split.
     *
     * @param split as it was assigned or restored
     */
    public FileSplitState(FileSplit split) {
        this.split = split;
        this.lines = split.lines();
        this.ended = split.isEnded();
    }

    /**
     * Notes that lines are out, with all their elements.
     *
     * @param linesOut how many of the file's lines, from its first one on
     */
    public void advanceTo(long linesOut) {
        lines = linesOut;
    }

    /** Notes that the whole file is out, or that nothing more of it is wanted. */
    public void end() {
        ended = true;
    }

    @Override
    public String splitId() {
        return split.splitId();
    }

    @Override
    public FileSplit toSplit() {
        return ended ? split.end() : split.at(lines);
    }
}
