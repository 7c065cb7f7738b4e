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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the pages of a stream are like. */
enum PageKind {
    /** As many records as a page can have, of 1.1 kB. */
    FULL(1000, 1100),
    /** A tenth of that. */
    TENTH(100, 1100),
    /** Two records of nearly the size that an item may have. */
    BIG(2, 400_000);

    private final int records;
    private final int recordBytes;

    PageKind(int records, int recordBytes) {
        this.records = records;
        this.recordBytes = recordBytes;
    }

    /** How many records a page has. */
    int records() {
        return records;
    }

    /** About how many bytes of JSON a record has. */
    int recordBytes() {
        return recordBytes;
    }

    /** What it is called at the command line. */
    String optionValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names, as a regular expression. */
    static String pattern() {
        return Arrays.stream(values()).map(PageKind::optionValue).collect(Collectors.joining("|"));
    }

    /** The kind that is called so at the command line. */
    static PageKind of(String optionValue) {
        return valueOf(optionValue.toUpperCase(Locale.ROOT));
    }
}
