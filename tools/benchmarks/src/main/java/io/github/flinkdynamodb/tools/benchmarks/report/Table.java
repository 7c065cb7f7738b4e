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
package io.github.flinkdynamodb.tools.benchmarks.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A table of what was measured, printed row by row as it comes, its head with the first. Cells are
 * texts, numbers, or {@link Quantiles}, which are shown as "median (least to most)".
 */
public final class Table {

    private static final int NARROWEST = 8;

    private final PrintStream out;
    private final String title;
    private final List<String> columns;
    private final List<Object> head;
    private final List<Integer> widths = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    Table(PrintStream out, String title, List<String> columns) {
        this.out = out;
        this.title = title;
        this.columns = columns.stream().map(String::strip).collect(Collectors.toList());
        this.head = new ArrayList<>(columns);
        for (String column : columns) {
            widths.add(Math.max(NARROWEST, column.length()));
        }
    }

    /**
     * Adds a row, and prints it.
     *
     * @param cells as many as there are columns
     */
    public void row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + columns.size() + " columns of " + title);
        }
        if (rows.isEmpty()) {
            out.printf("%n%s%n", title);
            print(head);
        }
        rows.add(List.of(cells));
        print(List.of(cells));
    }

    private void print(List<Object> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String text = text(cells.get(i));
            String space = " ".repeat(Math.max(0, widths.get(i) - text.length()));
            boolean leftAligned = i == 0 || cells.get(i) instanceof String && !rows.isEmpty();
            line.append(i == 0 ? "  " : "  ").append(leftAligned ? text + space : space + text);
        }
        out.println(line.toString().stripTrailing());
        out.flush();
    }

    /** The text of a cell: numbers with about three digits that count. */
    static String text(Object cell) {
        if (cell instanceof Quantiles) {
            Quantiles quantiles = (Quantiles) cell;
            return quantiles.count() == 1
                    ? number(quantiles.median())
                    : String.format(
                            "%s (%s to %s)",
                            number(quantiles.median()),
                            number(quantiles.least()),
                            number(quantiles.most()));
        }
        if (cell instanceof Integer || cell instanceof Long) {
            return String.format(Locale.ROOT, "%,d", ((Number) cell).longValue());
        }
        return cell instanceof Number ? number(((Number) cell).doubleValue()) : cell.toString();
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String format;
        if (size >= 100 || value == Math.rint(value)) {
            format = "%,.0f";
        } else {
            format = size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
        }
        return String.format(Locale.ROOT, format, value);
    }

    String title() {
        return title;
    }

    List<String> columns() {
        return columns;
    }

    List<List<Object>> rows() {
        return Collections.unmodifiableList(rows);
    }
}
