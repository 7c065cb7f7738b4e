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
package io.github.flinkdynamodb.streams.table.it;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How rows differ from those that should be there, in any order: each must be there as often as it
 * is expected. Immutable.
 */
final class RowComparison {

    private final int checked;
    private final List<String> lost;
    private final List<String> wrong;
    private final List<String> extra;

    private RowComparison(int checked, List<String> lost, List<String> wrong, List<String> extra) {
        this.checked = checked;
        this.lost = lost;
        this.wrong = wrong;
        this.extra = extra;
    }

    /**
     * Compares rows.
     *
     * @param expected the rows that should be there, as {@link RowText}
     * @param actual the rows that are there
     * @param fields how many fields say which row it is: one that differs behind them is wrong,
     *     rather than lost and extra
     */
    static RowComparison of(Collection<String> expected, Collection<String> actual, int fields) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        expected.forEach(row -> counts.merge(row, 1, Integer::sum));
        List<String> surplus = new ArrayList<>();
        for (String row : actual) {
            Integer count = counts.get(row);
            if (count == null) {
                surplus.add(row);
            } else if (count == 1) {
                counts.remove(row);
            } else {
                counts.put(row, count - 1);
            }
        }
        return sorted(expected.size(), counts, surplus, fields);
    }

    private static RowComparison sorted(
            int checked, Map<String, Integer> missing, List<String> surplus, int fields) {
        Map<String, List<String>> byName = new HashMap<>();
        for (String row : surplus) {
            byName.computeIfAbsent(name(row, fields), any -> new ArrayList<>()).add(row);
        }
        List<String> lost = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        missing.forEach(
                (row, count) -> {
                    List<String> others = byName.getOrDefault(name(row, fields), List.of());
                    for (int i = 0; i < count; i++) {
                        if (others.isEmpty()) {
                            lost.add(row);
                        } else {
                            wrong.add(row + " is " + others.remove(0));
                        }
                    }
                });
        List<String> extra = new ArrayList<>();
        byName.values().forEach(extra::addAll);
        return new RowComparison(checked, lost, wrong, extra);
    }

    private static String name(String row, int fields) {
        return RowText.row(List.of(RowText.fields(row)).subList(0, fields));
    }

    /** Returns whether all rows are there, and no others. */
    boolean isRight() {
        return lost.isEmpty() && wrong.isEmpty() && extra.isEmpty();
    }

    /** Returns what part of the rows that are here or there is right, from 0 to 1. */
    double share() {
        double all = checked + extra.size();
        return all == 0 ? 1 : (checked - lost.size() - wrong.size()) / all;
    }

    /** Returns the first rows of each kind. */
    String examples() {
        return "lost " + first(lost) + ", wrong " + first(wrong) + ", extra " + first(extra);
    }

    private static List<String> first(List<String> rows) {
        return rows.subList(0, Math.min(3, rows.size()));
    }

    @Override
    public String toString() {
        return String.format(
                "rows checked=%d lost=%d wrong=%d extra=%d",
                checked, lost.size(), wrong.size(), extra.size());
    }
}
