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
package io.github.flinkdynamodb.streams.source.export;

import org.apache.flink.annotation.Internal;

/** Some lines of a file of an export, whole ones. Immutable, if nobody changes the arrays. */
@Internal
public final class LineChunk {

    private final byte[] bytes;
    private final int[] ends;
    private final long linesBefore;
    private final boolean last;

    LineChunk(byte[] bytes, int[] ends, long linesBefore, boolean last) {
        this.bytes = bytes;
        this.ends = ends;
        this.linesBefore = linesBefore;
        this.last = last;
    }

    /**
     * Returns the lines.
     *
     * @return their bytes, with the line feed behind each, which the file's last line may lack; not
     *     a copy. Empty if the file has no lines, or no more
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Returns where the lines end.
     *
     * @return for each line the position behind its last byte, where its line feed is; the next one
     *     begins behind that. Not a copy
     */
    public int[] ends() {
        return ends;
    }

    /**
     * Returns how many lines of the file come before these.
     *
     * @return the number, those included that were left out
     */
    public long linesBefore() {
        return linesBefore;
    }

    /**
     * Returns whether the file ends with these lines, and has passed its checks.
     *
     * @return false if more may follow
     */
    public boolean isLast() {
        return last;
    }
}
