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

import java.util.Arrays;

/**
 * Lines of an incremental export's file that are being emitted: each has a time of its own. Filled
 * on the fetcher thread before it is handed over.
 */
final class ChangePage extends FilePage {

    private static final int MIN_CAPACITY = 64;

    private long[] times = new long[MIN_CAPACITY];

    /**
     * Creates a page.
     *
     * @param linesBefore how many lines of the file come before
     */
    ChangePage(long linesBefore) {
        super(linesBefore, RecordUnit.NO_TIMESTAMP);
    }

    /**
     * Sets the time of a line.
     *
     * @param line its number within the page, from 1
     * @param time of its elements, in epoch milliseconds
     */
    void setTime(int line, long time) {
        if (line > times.length) {
            times = Arrays.copyOf(times, times.length * 2);
        }
        times[line - 1] = time;
    }

    @Override
    long timestamp(int line) {
        return times[line - 1];
    }
}
