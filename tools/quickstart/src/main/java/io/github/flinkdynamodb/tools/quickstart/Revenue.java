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
package io.github.flinkdynamodb.tools.quickstart;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The result of the query: orders and revenue by status, kept up to date with the rows that the SQL
 * client prints. Thread-safe.
 */
final class Revenue {

    private static final Pattern ROW =
            Pattern.compile("\\| ([+-][IUD]) \\|\\s+(\\w+) \\|\\s+(\\d+) \\|\\s+([\\d.]+) \\|");

    private final Map<String, Group> groups = new TreeMap<>();

    /**
     * The orders of one status.
     *
     * @param orders how many
     * @param revenue the sum of their totals
     */
    record Group(long orders, BigDecimal revenue) {

        Group {
            revenue = revenue.setScale(2);
        }

        Group plus(BigDecimal total) {
            return new Group(orders + 1, revenue.add(total));
        }

        @Override
        public String toString() {
            return orders + " orders " + revenue.toPlainString();
        }
    }

    /** Takes a line of the client into account; other lines have no effect. */
    synchronized void line(String line) {
        Matcher row = ROW.matcher(line.strip());
        if (!row.matches()) {
            return;
        }
        if (row.group(1).startsWith("+")) {
            groups.put(
                    row.group(2),
                    new Group(Long.parseLong(row.group(3)), new BigDecimal(row.group(4))));
        } else {
            groups.remove(row.group(2));
        }
    }

    /** Returns the result as it stands. */
    synchronized Map<String, Group> groups() {
        return new TreeMap<>(groups);
    }
}
