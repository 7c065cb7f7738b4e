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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * Lines through points, as an SVG picture. It is written as text, so that a machine without fonts
 * or a display can make it too.
 */
public final class Plot {

    private static final double WIDTH = 900;
    private static final double HEIGHT = 460;
    private static final double LEFT = 86;
    private static final double RIGHT = 620;
    private static final double TOP = 60;
    private static final double BOTTOM = 400;
    private static final int LINEAR_TICKS = 5;
    private static final int LEGEND_CHARACTERS = 36;
    private static final List<String> COLOURS =
            List.of(
                    "#1f6fb4", "#d1495b", "#2e7d5b", "#7a3e9d", "#c98a00", "#4c5c68", "#00838f",
                    "#8d6e63");

    /** How an axis runs. */
    public enum Scale {
        /** Equal steps are equally long; it begins with 0. */
        LINEAR,
        /** Equal factors are equally long; values must be greater than 0. */
        LOGARITHMIC
    }

    private record Point(double x, double y) {}

    private record Axis(String name, Scale scale) {}

    private final String name;
    private final String title;
    private final Map<String, List<Point>> lines = new LinkedHashMap<>();
    private Axis across = new Axis("", Scale.LINEAR);
    private Axis up = new Axis("", Scale.LINEAR);

    /**
     * Creates a picture without lines.
     *
     * @param name of its file, without ".svg"
     * @param title stands above it
     */
    public Plot(String name, String title) {
        this.name = name;
        this.title = title;
    }

    /** Names the axis from left to right. */
    public Plot across(String axis, Scale scale) {
        across = new Axis(axis, scale);
        return this;
    }

    /** Names the axis from bottom to top. */
    public Plot up(String axis, Scale scale) {
        up = new Axis(axis, scale);
        return this;
    }

    /** Adds a point to a line; points of a line are joined in the order in which they come. */
    public void point(String line, double x, double y) {
        if (across.scale == Scale.LOGARITHMIC && x <= 0
                || up.scale == Scale.LOGARITHMIC && y <= 0) {
            throw new IllegalArgumentException(
                    line + ": a logarithmic axis has no place for " + x + ", " + y);
        }
        lines.computeIfAbsent(line, created -> new ArrayList<>()).add(new Point(x, y));
    }

    String name() {
        return name;
    }

    String title() {
        return title;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The picture as the text of an SVG file. */
    String svg() {
        List<Point> all =
                lines.values().stream().flatMap(List::stream).collect(Collectors.toList());
        Range xs = Range.of(across.scale, all.stream().mapToDouble(Point::x).toArray());
        Range ys = Range.of(up.scale, all.stream().mapToDouble(Point::y).toArray());
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %.0f %.0f'"
                        + " font-family='sans-serif' font-size='13' fill='#444'>",
                WIDTH,
                HEIGHT);
        add(svg, "<rect width='%.0f' height='%.0f' fill='white'/>", WIDTH, HEIGHT);
        text(svg, 24, 32, "start", "font-size='17' font-weight='bold'", title);
        DoubleUnaryOperator toX = value -> LEFT + (RIGHT - LEFT) * xs.share(value);
        DoubleUnaryOperator toY = value -> BOTTOM - (BOTTOM - TOP) * ys.share(value);
        for (double tick : xs.ticks()) {
            double x = toX.applyAsDouble(tick);
            add(svg, "<path d='M%.1f %.1fV%.1f' stroke='#e4e4e4'/>", x, TOP, BOTTOM);
            text(svg, x, BOTTOM + 20, "middle", "", label(tick));
        }
        for (double tick : ys.ticks()) {
            double y = toY.applyAsDouble(tick);
            add(svg, "<path d='M%.1f %.1fH%.1f' stroke='#e4e4e4'/>", LEFT, y, RIGHT);
            text(svg, LEFT - 8, y + 4, "end", "", label(tick));
        }
        text(svg, (LEFT + RIGHT) / 2, BOTTOM + 46, "middle", "", across.name);
        text(svg, LEFT - 62, TOP - 12, "start", "", up.name);
        lines(svg, toX, toY);
        return svg.append("</svg>\n").toString();
    }

    private void lines(StringBuilder svg, DoubleUnaryOperator toX, DoubleUnaryOperator toY) {
        int number = 0;
        double legend = TOP + 10;
        for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            String dashes = number < COLOURS.size() ? "" : " stroke-dasharray='6 4'";
            String points =
                    line.getValue().stream()
                            .map(
                                    point ->
                                            String.format(
                                                    Locale.ROOT,
                                                    "%.1f,%.1f",
                                                    toX.applyAsDouble(point.x),
                                                    toY.applyAsDouble(point.y)))
                            .collect(Collectors.joining(" "));
            add(
                    svg,
                    "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'%s/>",
                    points,
                    colour,
                    dashes);
            for (Point point : line.getValue()) {
                add(
                        svg,
                        "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>",
                        toX.applyAsDouble(point.x),
                        toY.applyAsDouble(point.y),
                        colour);
            }
            add(
                    svg,
                    "<path d='M%.1f %.1fh22' stroke='%s' stroke-width='3'%s/>",
                    RIGHT + 20,
                    legend - 4,
                    colour,
                    dashes);
            for (String part : wrap(line.getKey())) {
                text(svg, RIGHT + 50, legend, "start", "", part);
                legend += 17;
            }
            legend += 6;
            number++;
        }
    }

    private static List<String> wrap(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String word : text.split(" ")) {
            if (part.length() > 0 && part.length() + word.length() >= LEGEND_CHARACTERS) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(part.length() == 0 ? "" : " ").append(word);
        }
        parts.add(part.toString());
        return parts;
    }

    private static void text(
            StringBuilder svg, double x, double y, String anchor, String style, String text) {
        add(
                svg,
                "<text x='%.1f' y='%.1f' text-anchor='%s' %s>%s</text>",
                x,
                y,
                anchor,
                style,
                text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String label(double value) {
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, "%.6f", value).replaceAll("0+$", "");
    }

    /** From the least to the greatest value of an axis, both of them ticks. */
    private record Range(Scale scale, double least, double most) {

        static Range of(Scale scale, double[] values) {
            Quantiles all = new Quantiles(values);
            if (scale == Scale.LINEAR) {
                return new Range(
                        scale,
                        0,
                        roundUp(Math.max(all.most(), 1e-9) / LINEAR_TICKS) * LINEAR_TICKS);
            }
            double least = Math.pow(10, Math.floor(Math.log10(all.least()) + 1e-9));
            double most = Math.pow(10, Math.ceil(Math.log10(all.most()) - 1e-9));
            return new Range(scale, least, Math.max(most, least * 10));
        }

        /** The next number that reads well, such as 250. */
        private static double roundUp(double value) {
            double power = Math.pow(10, Math.floor(Math.log10(value)));
            for (double step : new double[] {1, 2, 2.5, 4, 5, 8}) {
                if (step * power >= value * 0.999999) {
                    return step * power;
                }
            }
            return 10 * power;
        }

        double share(double value) {
            return scale == Scale.LINEAR
                    ? (value - least) / (most - least)
                    : Math.log(value / least) / Math.log(most / least);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            if (scale == Scale.LINEAR) {
                for (int i = 0; i <= LINEAR_TICKS; i++) {
                    ticks.add(most * i / LINEAR_TICKS);
                }
            } else {
                for (double tick = least; tick <= most * 1.000001; tick *= 10) {
                    ticks.add(tick);
                }
            }
            return ticks;
        }
    }
}
