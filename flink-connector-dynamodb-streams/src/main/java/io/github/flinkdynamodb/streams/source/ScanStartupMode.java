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
package io.github.flinkdynamodb.streams.source;

import org.apache.flink.annotation.PublicEvolving;

/** Values of {@code scan.startup.mode}: where to start without a checkpoint or savepoint. */
@PublicEvolving
public enum ScanStartupMode {
    /** The oldest record that the service still has, up to 24 hours back. */
    TRIM_HORIZON("trim-horizon"),
    /** The same as {@link #TRIM_HORIZON}, in the words of other connectors. */
    EARLIEST_OFFSET("earliest-offset"),
    /** Changes written after the job has started. */
    LATEST("latest"),
    /** The same as {@link #LATEST}, in the words of other connectors. */
    LATEST_OFFSET("latest-offset"),
    /** Changes written since {@code scan.startup.timestamp-millis}. */
    TIMESTAMP("timestamp"),
    /** The items of the table, and the changes made since. */
    INITIAL("initial"),
    /** The items of the table alone; its stream isn't read. */
    SNAPSHOT("snapshot"),
    /** The changes of incremental exports alone; neither the table nor its stream is read. */
    INCREMENTAL_EXPORT("incremental-export"),
    /** Where another job has stopped, as {@code scan.startup.positions-file} has it. */
    POSITIONS("positions");

    private final String word;

    ScanStartupMode(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this value in a setting. */
    @Override
    public String toString() {
        return word;
    }
}
