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

import io.github.flinkdynamodb.streams.source.config.SourceConfig;

/** How many segments a table is divided into, and how many of them a reader has at a time. */
final class SegmentCount {

    /** More than one a subtask: segments aren't equally large, and level out. */
    private static final int SEGMENTS_A_SUBTASK = 4;

    private static final long BYTES_A_SEGMENT = 1L << 30;
    private static final int MOST_BY_DEFAULT = 10_000;

    private SegmentCount() {}

    /**
     * Decides how a table is divided.
     *
     * @param config the settings
     * @param parallelism the number of subtasks
     * @param tableBytes the table's size, which may be hours old
     * @return the number of segments, at least 1
     */
    static int of(SourceConfig config, int parallelism, long tableBytes) {
        long bySize = (tableBytes + BYTES_A_SEGMENT - 1) / BYTES_A_SEGMENT;
        long byParallelism = (long) SEGMENTS_A_SUBTASK * parallelism;
        return config.scan()
                .segments()
                .orElse((int) Math.min(MOST_BY_DEFAULT, Math.max(bySize, byParallelism)));
    }

    /** Returns how many segments a reader has at most: half as many as requests in flight. */
    static int mostAReader(SourceConfig config) {
        return Math.max(1, config.fetchMaxRequests() / 2);
    }
}
