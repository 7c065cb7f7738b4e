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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

/**
 * What a job whose changes are measured has to do with the items of their table, and the changelog
 * mode of its table. While items are read {@code upsert} holds changes back, so that is left out.
 */
enum Items {
    /** It never reads them. */
    NEVER_UPSERT("never read", "upsert"),
    /** It has read them. */
    BEFORE_UPSERT("read before", "upsert"),
    /** The same with valid retractions. */
    NEVER_FULL("never read", "full"),
    /**
     * The same with valid retractions, and so with an operator that reconciles, behind a shuffle.
     */
    BEFORE_FULL("read before", "full"),
    /** It reads them meanwhile, as fast as it can. */
    MEANWHILE_FULL("read meanwhile", "full");

    private static final long ENDLESS = 1_000_000;

    private final String text;
    private final String mode;

    Items(String text, String mode) {
        this.text = text;
        this.mode = mode;
    }

    /** What it is called in tables. */
    String text() {
        return text;
    }

    /** The changelog mode, as the option has it. */
    String mode() {
        return mode;
    }

    boolean areNeverRead() {
        return this == NEVER_UPSERT || this == NEVER_FULL;
    }

    boolean areReadMeanwhile() {
        return this == MEANWHILE_FULL;
    }

    /** The table whose items are read: full pages without an end, or few items. */
    PreparedTable table(int segments) {
        return areReadMeanwhile()
                ? new PreparedTable(segments, ENDLESS, 2000, 520, false)
                : new PreparedTable(segments, 1, 10, 520, false);
    }
}
