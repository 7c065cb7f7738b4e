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
package io.github.flinkdynamodb.streams.source.it;

import io.github.flinkdynamodb.streams.source.it.FaultCase.Phase;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Target;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What has happened in the cases of the matrix that were as promised, as a table for each call. */
final class FaultSummary {

    private final Map<Target, Map<String, Map<Phase, String>>> tables = new EnumMap<>(Target.class);
    private int cases;

    /** Notes a case. */
    void add(FaultCase fault, long fired) {
        tables.computeIfAbsent(fault.target, target -> new LinkedHashMap<>())
                .computeIfAbsent(fault.faultName(), name -> new EnumMap<>(Phase.class))
                .put(fault.phase, fault.promise + " " + fired + "x");
        cases++;
    }

    /** Prints the tables. */
    void print() {
        StringBuilder text = new StringBuilder();
        tables.forEach(
                (target, rows) -> {
                    appendRow(text, target, target.name(), Phase::name);
                    rows.forEach(
                            (fault, row) ->
                                    appendRow(text, target, fault, phase -> cell(row, phase)));
                });
        System.out.println(text.append(cases).append(" cases as promised"));
    }

    private static String cell(Map<Phase, String> row, Phase phase) {
        return row.getOrDefault(phase, "-").toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void appendRow(
            StringBuilder text, Target target, String head, Function<Phase, String> cells) {
        text.append(String.format("%-40s", head));
        for (Phase phase : target.phases()) {
            text.append(String.format("%-20s", cells.apply(phase)));
        }
        text.append(System.lineSeparator());
    }
}
