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

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files into which the SQL job writes a line for each change: sequence number, event, id,
 * version, status, total.
 */
final class ChangeFiles {

    /** What Flink calls a file that is committed; its number counts on through restarts. */
    private static final Pattern COMMITTED = Pattern.compile("part-.*-(\\d+)-(\\d+)");

    private static final int COLUMNS = 6;

    private final Path folder;

    ChangeFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * A line.
     *
     * @param event INSERT, MODIFY or REMOVE; SNAPSHOT for an item of the table
     * @param id the key of the order
     * @param version the version in the image, the old one of a removal
     * @param status the status in the image
     * @param total the total in the image
     */
    record Line(String event, String id, long version, String status, BigDecimal total) {

        static Line parse(String text) {
            String[] cells = text.split(",", -1);
            if (cells.length != COLUMNS) {
                throw new IllegalStateException("Not a line of " + COLUMNS + " columns: " + text);
            }
            return new Line(
                    cells[1],
                    cells[2],
                    Long.parseLong(cells[3]),
                    cells[4],
                    new BigDecimal(cells[5]));
        }

        boolean isItem() {
            return event.equals(ChangeType.SNAPSHOT.name());
        }

        /** Which change it is; a removal, which has no version in the table, counts as one. */
        ChangeId change() {
            return new ChangeId(id, event.equals("REMOVE") ? version + 1 : version);
        }

        /** Returns whether it says what was written. */
        boolean matches(PlannedChange planned) {
            var item = planned.newItem() == null ? planned.oldItem() : planned.newItem();
            return event.equals(planned.type().name()) && says(item);
        }

        /** Returns whether it is the item that a change made of the order. */
        boolean isItem(PlannedChange planned) {
            return planned.newItem() != null && says(planned.newItem());
        }

        private boolean says(Map<String, AttributeValue> item) {
            return status.equals(item.get("status").s())
                    && total.compareTo(item.get("total").decimal()) == 0;
        }
    }

    /**
     * Reads what is committed.
     *
     * @return the lines, in the order in which they were written
     * @throws IOException if a file can't be read
     */
    List<Line> read() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files =
                    found.filter(file -> matcher(file).matches())
                            .sorted(
                                    Comparator.comparingInt(ChangeFiles::subtask)
                                            .thenComparingInt(ChangeFiles::number))
                            .collect(Collectors.toList());
        }
        List<Line> lines = new ArrayList<>();
        for (Path file : files) {
            Files.readAllLines(file).forEach(line -> lines.add(Line.parse(line)));
        }
        return lines;
    }

    private static Matcher matcher(Path file) {
        return COMMITTED.matcher(file.getFileName().toString());
    }

    private static int subtask(Path file) {
        return part(file, 1);
    }

    private static int number(Path file) {
        return part(file, 2);
    }

    private static int part(Path file, int group) {
        Matcher matcher = matcher(file);
        if (!matcher.matches()) {
            throw new IllegalStateException(file + " isn't a committed file");
        }
        return Integer.parseInt(matcher.group(group));
    }

    /**
     * Compares what is in the table with the lines of the files.
     *
     * @param existing the insertions of the orders that the table had when the job started
     * @param written what was written since
     * @param lines the lines, in order
     * @return the verdict
     */
    static Verdict compare(
            List<PlannedChange> existing, List<PlannedChange> written, List<Line> lines) {
        Comparison comparison = new Comparison(existing, written);
        for (Line line : lines) {
            if (line.isItem()) {
                comparison.item(line.change(), line::isItem);
            } else {
                comparison.change(line.change(), line::matches);
            }
        }
        return comparison.verdict();
    }
}
