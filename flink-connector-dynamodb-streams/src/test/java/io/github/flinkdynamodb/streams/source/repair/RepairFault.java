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

/**
 * A fault that is built into a {@link GapModel} on purpose, as if the plan of a repair had it. Each
 * must be found.
 */
enum RepairFault {
    NONE,

    /** Nothing is deleted. */
    NO_DELETIONS,

    /** What is remembered is deleted behind the first windows. */
    DELETIONS_BEHIND_WINDOWS,

    /** The first window that shows which of the remembered items are there is left out. */
    WITHOUT_EARLIER_WINDOW,

    /** The first window that is relative to what was emitted is left out. */
    EARLIER_WINDOW_ALONE,

    /** Stamps and edges are taken for times of one clock. */
    BEGIN_WITHOUT_FUZZINESS,

    /** The stream is read from the end of the last window on, as its stamps have it. */
    STREAM_FROM_THE_END,

    /** Keys are forgotten after a minute. */
    KEYS_OF_ONE_MINUTE,

    /** A child remembers its own keys alone. */
    CHILD_WITHOUT_KEYS,

    /** A step begins before the one before has been read. */
    STEPS_AT_ONCE,

    /** In {@code full}: what is taken back is what a change says. */
    OLD_IMAGES_TAKEN_BACK,

    /** In {@code full}: rows are kept for hardly longer than exports reach back. */
    ROWS_KEPT_FOR_FORTY_DAYS,

    /** In {@code full}: a row that is kept no longer isn't told from none. */
    KEYS_NOT_KEPT;

    boolean isOfFullMode() {
        return compareTo(OLD_IMAGES_TAKEN_BACK) >= 0;
    }
}
