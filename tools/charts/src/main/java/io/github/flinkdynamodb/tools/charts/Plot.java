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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/** Lines through points, as an SVG picture. */
public final class Plot extends Picture {

    private static final double WIDTH = 900;
    private static final double HEIGHT = 460;
    private static final double LEFT = 86;
    private static final double RIGHT = 620;
    private static final double TOP = 60;
    private static final double BOTTOM = 400;

    static final String ATTRIBUTES = "font-size='13' fill='#444'";
    static final String TITLE = "font-size='17' font-weight='bold'";
    static final String GRID = "stroke='#e4e4e4'";

    /** How an axis runs. */
    public enum Scale {
        /** Equal steps are equally long; it begins with 0. */
        LINEAR,
        /** Equal factors are equally long; values must be greater than 0. */
        LOGARITHMIC
    }

    private record Point(double x, double y) {}

    private record Axis(String name, Scale scale) {}

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
        super(name, title);
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
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    @Override
    public String svg() {
        List<Point> all =
                lines.values().stream().flatMap(List::stream).collect(Collectors.toList());
        Range xs = Range.of(across.scale, all.stream().mapToDouble(Point::x).toArray());
        Range ys = Range.of(up.scale, all.stream().mapToDouble(Point::y).toArray());
        Svg svg = new Svg(WIDTH, HEIGHT, ATTRIBUTES);
        svg.text(24, 32, "start", TITLE, title());
        DoubleUnaryOperator toX = value -> LEFT + (RIGHT - LEFT) * xs.share(value);
        DoubleUnaryOperator toY = value -> BOTTOM - (BOTTOM - TOP) * ys.share(value);
        for (double tick : xs.ticks()) {
            double x = toX.applyAsDouble(tick);
            svg.line(x, TOP, x, BOTTOM, GRID);
            svg.text(x, BOTTOM + 20, "middle", "", Svg.label(tick));
        }
        for (double tick : ys.ticks()) {
            double y = toY.applyAsDouble(tick);
            svg.line(LEFT, y, RIGHT, y, GRID);
            svg.text(LEFT - 8, y + 4, "end", "", Svg.label(tick));
        }
        svg.text((LEFT + RIGHT) / 2, BOTTOM + 46, "middle", "", across.name);
        svg.text(LEFT - 62, TOP - 12, "start", "", up.name);
        lines(svg, toX, toY);
        return svg.document();
    }

    private void lines(Svg svg, DoubleUnaryOperator toX, DoubleUnaryOperator toY) {
        int number = 0;
        double legend = TOP + 10;
        for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
            String colour = Svg.COLOURS.get(number % Svg.COLOURS.size());
            String dashes = number < Svg.COLOURS.size() ? "" : " stroke-dasharray='6 4'";
            List<String> points = new ArrayList<>();
            for (Point point : line.getValue()) {
                points.add(Svg.point(toX.applyAsDouble(point.x), toY.applyAsDouble(point.y)));
            }
            svg.polyline(points, "stroke='" + colour + "' stroke-width='2'" + dashes);
            for (Point point : line.getValue()) {
                svg.dot(toX.applyAsDouble(point.x), toY.applyAsDouble(point.y), 3, colour);
            }
            String stroke = "stroke='" + colour + "' stroke-width='3'" + dashes;
            svg.line(RIGHT + 20, legend - 4, RIGHT + 42, legend - 4, stroke);
            for (String part : Svg.wrap(line.getKey())) {
                svg.text(RIGHT + 50, legend, "start", "", part);
                legend += 17;
            }
            legend += 6;
            number++;
        }
    }
}
