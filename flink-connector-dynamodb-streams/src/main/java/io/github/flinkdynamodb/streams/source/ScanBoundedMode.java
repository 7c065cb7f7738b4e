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

/** Values of {@code scan.bounded.mode}: where to stop. */
@PublicEvolving
public enum ScanBoundedMode {
    /** Reads on indefinitely. */
    UNBOUNDED("unbounded"),
    /** Stops after the changes that exist when the job starts. */
    LATEST("latest"),
    /** Stops after the changes written up to {@code scan.bounded.timestamp-millis}. */
    TIMESTAMP("timestamp");

    private final String word;

    ScanBoundedMode(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this value in a setting. */
    @Override
    public String toString() {
        return word;
    }
}
