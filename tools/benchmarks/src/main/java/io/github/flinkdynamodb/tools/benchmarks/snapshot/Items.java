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

/** What a job whose changes are measured has to do with the items of their table. */
enum Items {
    /** It never reads them. */
    NEVER("never read"),
    /** It has read them. */
    BEFORE("read before"),
    /** It reads them meanwhile, as fast as it can. */
    MEANWHILE("read meanwhile");

    private static final long ENDLESS = 1_000_000;

    private final String text;

    Items(String text) {
        this.text = text;
    }

    /** What it is called in tables. */
    String text() {
        return text;
    }

    /** The table whose items are read: full pages without an end, or few items. */
    PreparedTable table(int segments) {
        return this == MEANWHILE
                ? new PreparedTable(segments, ENDLESS, 2000, 520, false)
                : new PreparedTable(segments, 1, 10, 520, false);
    }
}
