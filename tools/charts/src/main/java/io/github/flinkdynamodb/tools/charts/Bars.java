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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bars from left to right, as an SVG picture: groups below each other, in each of them a bar for
 * every series that has a value there. A thin line shows from the least to the most of what was
 * measured.
 */
public final class Bars extends Picture {

    private static final double WIDTH = 900;
    private static final double LEFT = 250;
    private static final double RIGHT = 660;
    private static final double TOP = 60;
    private static final double BAR = 11;
    private static final double BETWEEN_GROUPS = 12;
    private static final double BELOW = 64;

    /** What was measured of one thing: its middle, least and greatest value. */
    public record Span(double median, double least, double most) {}

    private final String axis;
    private final Map<String, Map<String, Span>> groups = new LinkedHashMap<>();
    private final Set<String> series = new LinkedHashSet<>();

    /**
     * Creates a picture without bars.
     *
     * @param name of its file, without ".svg"
     * @param title stands above it
     * @param axis what the bars' lengths are
     */
    public Bars(String name, String title, String axis) {
        super(name, title);
        this.axis = axis;
    }

    /**
     * Adds a bar; groups and series stand in the order in which they come first.
     *
     * @param group the name of its group
     * @param line the name of its series, which has a colour
     * @param span the median is its length; not negative
     */
    public void bar(String group, String line, Span span) {
        if (span.least() < 0) {
            throw new IllegalArgumentException(
                    group + ", " + line + ": a bar can't be " + span.least() + " long");
        }
        series.add(line);
        groups.computeIfAbsent(group, created -> new LinkedHashMap<>()).put(line, span);
    }

    @Override
    public boolean isEmpty() {
        return groups.isEmpty();
    }

    @Override
    public String svg() {
        double[] most =
                groups.values().stream()
                        .flatMap(bars -> bars.values().stream())
                        .mapToDouble(Span::most)
                        .toArray();
        Range range = Range.of(Plot.Scale.LINEAR, most);
        double bottom =
                TOP
                        + groups.values().stream()
                                .mapToDouble(bars -> bars.size() * BAR + BETWEEN_GROUPS)
                                .sum();
        List<String> order = new ArrayList<>(series);
        Svg svg = new Svg(WIDTH, bottom + BELOW, Plot.ATTRIBUTES);
        svg.text(24, 32, "start", Plot.TITLE, title());
        for (double tick : range.ticks()) {
            double x = x(range, tick);
            svg.line(x, TOP, x, bottom, Plot.GRID);
            svg.text(x, bottom + 20, "middle", "", Svg.label(tick));
        }
        svg.text((LEFT + RIGHT) / 2, bottom + 46, "middle", "", axis);
        double y = TOP + BETWEEN_GROUPS / 2;
        for (Map.Entry<String, Map<String, Span>> group : groups.entrySet()) {
            double height = group.getValue().size() * BAR;
            svg.text(LEFT - 10, y + height / 2 + 4, "end", "", group.getKey());
            for (Map.Entry<String, Span> bar : group.getValue().entrySet()) {
                bar(svg, range, y, colour(order.indexOf(bar.getKey())), bar.getValue());
                y += BAR;
            }
            y += BETWEEN_GROUPS;
        }
        legend(svg, order);
        return svg.document();
    }

    private static void bar(Svg svg, Range range, double y, String colour, Span span) {
        double end = x(range, span.median());
        svg.rectangle(LEFT, y + 1, end - LEFT, BAR - 2, "fill='" + colour + "'");
        if (span.least() < span.most()) {
            double middle = y + BAR / 2;
            svg.line(
                    x(range, span.least()), middle, x(range, span.most()), middle, "stroke='#222'");
        }
    }

    private static void legend(Svg svg, List<String> order) {
        double y = TOP + 10;
        for (String line : order) {
            String fill = "fill='" + colour(order.indexOf(line)) + "'";
            svg.rectangle(RIGHT + 30, y - 9, 22, 9, fill);
            for (String part : Svg.wrap(line)) {
                svg.text(RIGHT + 60, y, "start", "", part);
                y += 17;
            }
            y += 6;
        }
    }

    private static double x(Range range, double value) {
        return LEFT + (RIGHT - LEFT) * range.share(value);
    }

    private static String colour(int number) {
        return Svg.COLOURS.get(number % Svg.COLOURS.size());
    }
}
