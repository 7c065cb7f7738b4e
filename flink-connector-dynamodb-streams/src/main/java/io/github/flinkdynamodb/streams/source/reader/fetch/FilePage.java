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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.source.split.FileSplitState;
import io.github.flinkdynamodb.streams.source.split.SplitState;

/** Lines of a file that are being emitted: the position among them is a number. */
class FilePage extends ItemPage {

    private final long linesBefore;

    /**
     * Creates a page.
     *
     * @param linesBefore how many lines of the file come before
     * @param timestamp of its elements, in epoch milliseconds
     */
    FilePage(long linesBefore, long timestamp) {
        super(timestamp);
        this.linesBefore = linesBefore;
    }

    @Override
    void advance(SplitState state, int items) {
        ((FileSplitState) state).advanceTo(linesBefore + items);
    }
}
