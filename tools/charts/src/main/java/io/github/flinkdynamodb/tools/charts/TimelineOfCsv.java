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
package io.github.flinkdynamodb.tools.charts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws a timeline of a CSV file whose first column is the time, in hours, and whose others are
 * curves; the first line has their names.
 */
public final class TimelineOfCsv {

    private static final List<String> COLOURS = List.of("#1f6fb4", "#7a3e9d", "#2e7d5b", "#b03a2e");
    private static final List<String> BANDS = List.of("#d9772b", "#8a8a8a");
    private static final double HOUR = 3600;

    /** How far two labels may be apart, in hours; the first that gives few enough. */
    private static final double[] STEPS = {0.5, 1, 2, 3, 6, 12, 24, 48, 96};

    private static final double MOST_LABELS = 9;

    private TimelineOfCsv() {}

    /**
     * Draws a file.
     *
     * @param args the CSV file, the file to be written, which ends with ".svg", the title and the
     *     subtitle; then for each band through the picture its beginning and its end, in hours, and
     *     what it stands for
     * @throws IOException if a file can't be read or written
     */
    public static void main(String... args) throws IOException {
        Path svg = Path.of(args[1]);
        String name = svg.getFileName().toString().replace(".svg", "");
        Timeline picture = of(Files.readAllLines(Path.of(args[0])), name, args[2], args[3]);
        for (int i = 4; i + 2 < args.length; i += 3) {
            String colour = BANDS.get((i - 4) / 3 % BANDS.size());
            picture.band(
                    Double.parseDouble(args[i]) * HOUR,
                    Double.parseDouble(args[i + 1]) * HOUR,
                    colour);
            picture.legend(colour, args[i + 2]);
        }
        Files.writeString(svg, picture.svg());
    }

    /**
     * Draws a picture.
     *
     * @param lines of the CSV file
     * @param name of the picture's file, without ".svg"
     * @param title stands above it
     * @param subtitle stands below the title, smaller
     */
    static Timeline of(List<String> lines, String name, String title, String subtitle) {
        String[] names = lines.get(0).split(",");
        List<String[]> rows = lines.stream().skip(1).map(line -> line.split(",")).toList();
        Timeline picture = new Timeline(name, title, subtitle);
        double end = Double.parseDouble(rows.get(rows.size() - 1)[0]);
        picture.times(step(end) * HOUR, HOUR, names[0]);
        for (int column = 1; column < names.length; column++) {
            picture.panel(
                    names[column],
                    new Timeline.Curve(
                            COLOURS.get((column - 1) % COLOURS.size()), curve(rows, column)));
        }
        return picture;
    }

    private static double step(double hours) {
        return Arrays.stream(STEPS)
                .filter(step -> hours / step <= MOST_LABELS)
                .findFirst()
                .orElse(hours);
    }

    private static List<Timeline.Point> curve(List<String[]> rows, int column) {
        List<Timeline.Point> points = new ArrayList<>();
        for (String[] row : rows) {
            points.add(
                    new Timeline.Point(
                            Double.parseDouble(row[0]) * HOUR, Double.parseDouble(row[column])));
        }
        return points;
    }
}
