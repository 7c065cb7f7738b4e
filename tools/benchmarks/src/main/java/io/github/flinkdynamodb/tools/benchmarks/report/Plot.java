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
public final class Plot implements Picture {

    private static final double WIDTH = 900;
    private static final double HEIGHT = 460;
    private static final double LEFT = 86;
    private static final double RIGHT = 620;
    private static final double TOP = 60;
    private static final double BOTTOM = 400;

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

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    @Override
    public String svg() {
        List<Point> all =
                lines.values().stream().flatMap(List::stream).collect(Collectors.toList());
        Range xs = Range.of(across.scale, all.stream().mapToDouble(Point::x).toArray());
        Range ys = Range.of(up.scale, all.stream().mapToDouble(Point::y).toArray());
        StringBuilder svg = Svg.begin(WIDTH, HEIGHT, title);
        DoubleUnaryOperator toX = value -> LEFT + (RIGHT - LEFT) * xs.share(value);
        DoubleUnaryOperator toY = value -> BOTTOM - (BOTTOM - TOP) * ys.share(value);
        for (double tick : xs.ticks()) {
            double x = toX.applyAsDouble(tick);
            Svg.add(svg, "<path d='M%.1f %.1fV%.1f' stroke='#e4e4e4'/>", x, TOP, BOTTOM);
            Svg.text(svg, x, BOTTOM + 20, "middle", "", Svg.label(tick));
        }
        for (double tick : ys.ticks()) {
            double y = toY.applyAsDouble(tick);
            Svg.add(svg, "<path d='M%.1f %.1fH%.1f' stroke='#e4e4e4'/>", LEFT, y, RIGHT);
            Svg.text(svg, LEFT - 8, y + 4, "end", "", Svg.label(tick));
        }
        Svg.text(svg, (LEFT + RIGHT) / 2, BOTTOM + 46, "middle", "", across.name);
        Svg.text(svg, LEFT - 62, TOP - 12, "start", "", up.name);
        lines(svg, toX, toY);
        return svg.append("</svg>\n").toString();
    }

    private void lines(StringBuilder svg, DoubleUnaryOperator toX, DoubleUnaryOperator toY) {
        int number = 0;
        double legend = TOP + 10;
        for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
            String colour = Svg.COLOURS.get(number % Svg.COLOURS.size());
            String dashes = number < Svg.COLOURS.size() ? "" : " stroke-dasharray='6 4'";
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
            Svg.add(
                    svg,
                    "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'%s/>",
                    points,
                    colour,
                    dashes);
            for (Point point : line.getValue()) {
                Svg.add(
                        svg,
                        "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>",
                        toX.applyAsDouble(point.x),
                        toY.applyAsDouble(point.y),
                        colour);
            }
            Svg.add(
                    svg,
                    "<path d='M%.1f %.1fh22' stroke='%s' stroke-width='3'%s/>",
                    RIGHT + 20,
                    legend - 4,
                    colour,
                    dashes);
            for (String part : Svg.wrap(line.getKey())) {
                Svg.text(svg, RIGHT + 50, legend, "start", "", part);
                legend += 17;
            }
            legend += 6;
            number++;
        }
    }
}
