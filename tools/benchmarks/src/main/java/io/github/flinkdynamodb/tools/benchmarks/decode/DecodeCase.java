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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is measured together.
 *
 * @param form what a record becomes: {@code record}, {@code rows}, {@code json} or {@code
 *     dynamodb-json}
 * @param items what the page holds
 * @param columns how many of the table's columns are wanted; 0 where there are no rows
 * @param hop what follows: {@code none}, {@code copy} or {@code shuffle}
 */
record DecodeCase(String form, String items, int columns, String hop) {

    static final String ROWS = "rows";
    static final String NO_HOP = "none";

    private static final List<String> SMALL = List.of("uniform", "mixed");

    /** How many times less CPU it is to take than over the SDK's objects. */
    private static final Map<DecodeCase, Double> RATIOS =
            Map.of(
                    rows("uniform", 10, NO_HOP), 6.0,
                    rows("mixed", 10, NO_HOP), 5.0,
                    rows("uniform", 3, NO_HOP), 8.0,
                    rows("mixed", 3, NO_HOP), 7.0,
                    rows("uniform", 10, "shuffle"), 5.5,
                    rows("mixed", 10, "shuffle"), 5.5);

    /** How many bytes of objects it is to make of a record, by the number of columns. */
    private static final Map<Integer, Double> BYTES = Map.of(10, 2000.0, 3, 600.0);

    private static DecodeCase rows(String items, int columns, String hop) {
        return new DecodeCase(ROWS, items, columns, hop);
    }

    /** The ratio that is aimed at, or null. */
    Double targetRatio() {
        return RATIOS.get(this);
    }

    /** The bytes a record that are aimed at, or null. */
    Double targetBytes() {
        return targetRatio() == null || !hop.equals(NO_HOP) ? null : BYTES.get(columns);
    }

    /** What stands beside it in a picture. */
    String label() {
        return columns == 0
                ? items + ", " + form
                : items + ", " + columns + " columns" + (hop.equals(NO_HOP) ? "" : ", " + hop);
    }

    /**
     * All cases there are.
     *
     * @param forms which are wanted
     * @param items which are wanted
     * @param columns which numbers of columns are wanted for small items; of others all are
     * @param hops which are wanted for small items; others have none
     */
    static List<DecodeCase> all(
            List<String> forms, List<String> items, List<Integer> columns, List<String> hops) {
        List<DecodeCase> cases = new ArrayList<>();
        for (String form : forms) {
            for (String item : items) {
                if (!form.equals(ROWS)) {
                    cases.add(new DecodeCase(form, item, 0, NO_HOP));
                } else if (SMALL.contains(item)) {
                    columns.forEach(
                            column -> hops.forEach(hop -> cases.add(rows(item, column, hop))));
                } else {
                    cases.add(rows(item, DecodePage.of(item).columns(), NO_HOP));
                }
            }
        }
        return cases;
    }
}
