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
package io.github.flinkdynamodb.e2e.chaos;

import io.github.flinkdynamodb.e2e.chaos.Curves.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A picture of a run, as SVG: throughput above, lag below it, what was done to the cluster as bands
 * through both, and a row of dots for each kind of fault and of change of the shards.
 */
final class ChaosPicture {

    private static final double WIDTH = 1_500;
    private static final double LEFT = 250;
    private static final double RIGHT = 1_480;
    private static final double TOP = 96;
    private static final double PANEL = 230;
    private static final double GAP = 46;
    private static final double ROW = 16;
    private static final int TICKS = 5;

    private static final String WRITTEN = "#9a9a9a";
    private static final String READ = "#1f6fb4";
    private static final String LAG = "#7a3e9d";
    private static final String FAULT = "#b03a2e";
    private static final String SHARDS = "#2e7d5b";
    private static final String GREY = "fill:#555";
    private static final Map<String, String> BANDS =
            new TreeMap<>(
                    Map.of(
                            "kill -9 of a TaskManager", "#e4572e",
                            "savepoint and rescale", "#3fa34d",
                            "restart of the JobManager", "#f0b000"));

    private final ChaosResult result;
    private final Curves curves;
    private final Map<String, List<Double>> faults;
    private final Map<String, List<Double>> shardChanges;
    private final double end;
    private final Svg svg;

    ChaosPicture(ChaosResult result) {
        this.result = result;
        this.curves = Curves.of(result);
        this.faults = rows(result.history().faults());
        this.shardChanges = rows(result.history().shardChanges());
        this.end =
                Math.max(
                        1,
                        result.history().samples().stream()
                                .mapToDouble(History.Sample::at)
                                .max()
                                .orElse(1));
        double height = rowsTop() + ROW * (faults.size() + shardChanges.size() + 4);
        this.svg = new Svg(WIDTH, height);
        svg.rectangle(0, 0, WIDTH, height, "fill:white");
    }

    private static Map<String, List<Double>> rows(List<History.Mark> marks) {
        Map<String, List<Double>> rows = new TreeMap<>();
        marks.forEach(
                mark ->
                        rows.computeIfAbsent(mark.kind(), kind -> new ArrayList<>())
                                .add(mark.at()));
        return rows;
    }

    private static double rowsTop() {
        return TOP + 2 * PANEL + 2 * GAP + 10;
    }

    String svg() {
        title();
        double lagTop = TOP + PANEL + GAP;
        bands(lagTop);
        panel(TOP, "changes a second", most(curves.written(), curves.read()));
        curve(curves.read(), TOP, most(curves.written(), curves.read()), READ);
        curve(curves.written(), TOP, most(curves.written(), curves.read()), WRITTEN);
        panel(lagTop, "lag in seconds of writing", most(curves.lag(), List.of()));
        curve(curves.lag(), lagTop, most(curves.lag(), List.of()), LAG);
        times(lagTop + PANEL);
        double y = rows(rowsTop(), "calls that went wrong", faults, FAULT);
        rows(y + ROW, "the shards", shardChanges, SHARDS);
        return svg.document();
    }

    private void title() {
        Comparison compared = result.comparison();
        svg.text(
                20,
                26,
                "start",
                "font-size:18px;font-weight:bold",
                String.format(
                        Locale.ROOT,
                        "Chaos run: %,d changes, %,d faults; lost %,d, doubled %,d, out of order"
                                + " %,d",
                        compared.written(),
                        result.faultCount(),
                        compared.lost(),
                        compared.duplicates(),
                        compared.outOfOrder()));
        svg.text(20, 46, "start", GREY, "seed " + result.options().seed());
        double x = LEFT;
        x = legend(x, WRITTEN, "written");
        x = legend(x, READ, "read, by DataStream and SQL, after a failure again");
        x = legend(x, LAG, "lag");
        for (Map.Entry<String, String> band : BANDS.entrySet()) {
            int count = result.disturbances().getOrDefault(band.getKey(), 0);
            x = legend(x, band.getValue(), count + " x " + band.getKey());
        }
    }

    private double legend(double x, String colour, String label) {
        svg.rectangle(x, 62, 12, 12, "fill:" + colour);
        svg.text(x + 17, 72, "start", GREY, label);
        return x + 40 + 6.6 * label.length();
    }

    /** From what was done until the job was well again. */
    private void bands(double lagTop) {
        for (History.Disturbance done : result.history().disturbances()) {
            String colour = BANDS.getOrDefault(done.kind(), "#888");
            double x = x(done.begin());
            double width = Math.max(1, x(done.end()) - x);
            for (double top : new double[] {TOP, lagTop}) {
                svg.rectangle(x, top, width, PANEL, "fill:" + colour + ";fill-opacity:0.28");
                svg.line(x, top, x, top + PANEL, "stroke:" + colour + ";stroke-width:1.5");
            }
        }
    }

    private double x(double seconds) {
        return LEFT + (RIGHT - LEFT) * Math.min(1, Math.max(0, seconds / end));
    }

    private static double most(List<Point> one, List<Point> other) {
        return round(Math.max(Curves.most(one), Curves.most(other)));
    }

    /** The next number that reads well, such as 25,000. */
    private static double round(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, value))));
        for (double step : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8}) {
            if (step * power >= value) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private void panel(double top, String name, double most) {
        svg.rectangle(LEFT, top, RIGHT - LEFT, PANEL, "fill:none;stroke:#bbb;stroke-width:1");
        svg.text(20, top + PANEL / 2, "start", GREY, name);
        for (int tick = 0; tick <= TICKS; tick++) {
            double y = top + PANEL - PANEL * tick / TICKS;
            svg.line(LEFT, y, RIGHT, y, "stroke:#eee;stroke-width:1");
            svg.text(
                    LEFT - 8,
                    y + 4,
                    "end",
                    GREY,
                    String.format(Locale.ROOT, most < 10 ? "%.1f" : "%,.0f", most * tick / TICKS));
        }
    }

    private void curve(List<Point> points, double top, double most, String colour) {
        List<String> line = new ArrayList<>();
        for (Point point : points) {
            double share = Math.min(1, point.value() / most);
            line.add(Svg.point(x(point.at()), top + PANEL - PANEL * share));
        }
        svg.path(line, "stroke:" + colour + ";stroke-width:1.4");
    }

    private void times(double y) {
        double step = end > 300 ? 60 : 10;
        for (double at = 0; at <= end; at += step) {
            svg.line(x(at), y, x(at), y + 5, "stroke:#888;stroke-width:1");
            String label =
                    step == 60
                            ? String.format(Locale.ROOT, "%.0f min", at / 60)
                            : String.format(Locale.ROOT, "%.0f s", at);
            svg.text(x(at), y + 20, "middle", GREY, label);
        }
    }

    private double rows(double top, String title, Map<String, List<Double>> rows, String colour) {
        svg.text(20, top + 4, "start", "font-weight:bold;fill:#333", title);
        double y = top + ROW;
        for (Map.Entry<String, List<Double>> row : rows.entrySet()) {
            svg.text(
                    LEFT - 8,
                    y + 4,
                    "end",
                    GREY + ";font-size:11px",
                    row.getKey() + "  " + row.getValue().size());
            svg.line(LEFT, y, RIGHT, y, "stroke:#f2f2f2;stroke-width:1");
            for (double at : row.getValue()) {
                svg.dot(x(at), y, 2.6, colour);
            }
            y += ROW;
        }
        return y;
    }
}
