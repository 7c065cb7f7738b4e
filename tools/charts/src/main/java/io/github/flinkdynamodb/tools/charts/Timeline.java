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
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What happened over time, as an SVG picture: panels of curves below each other, bands through all
 * of them, and below the panels a row of dots for each kind of event. Times are seconds since the
 * start, which is at the left.
 */
public final class Timeline extends Picture {

    private static final double WIDTH = 1_500;
    private static final double MARGIN = 20;
    private static final double LEFT = 250;
    private static final double RIGHT = 1_480;
    private static final double TOP = 96;
    private static final double PANEL = 230;
    private static final double GAP = 46;
    private static final double ROW = 16;
    private static final double CHARACTER = 6.6;
    private static final int TICKS = 5;
    private static final int TICKS_OF_MINUTES_FROM = 300;

    private static final String GREY = "fill='#555'";

    /** Something that was measured, or happened, at a time. */
    public record Point(double seconds, double value) {}

    /** Points that are joined in their order. */
    public record Curve(String colour, List<Point> points) {}

    private record Panel(String name, List<Curve> curves) {

        double most() {
            return roundUp(
                    curves.stream()
                            .flatMap(curve -> curve.points.stream())
                            .mapToDouble(Point::value)
                            .max()
                            .orElse(0));
        }
    }

    private record Band(double begin, double end, String colour) {}

    private record Events(String title, String colour, Map<String, List<Double>> rows) {}

    private record Legend(String colour, String label) {}

    private final String subtitle;
    private final List<Legend> legends = new ArrayList<>();
    private final List<Band> bands = new ArrayList<>();
    private final List<Panel> panels = new ArrayList<>();
    private final List<Events> events = new ArrayList<>();

    private double step;
    private double unit;

    /** Null as long as nobody has told how the time is told. */
    private String unitName;

    /**
     * Creates a picture without panels.
     *
     * @param name of its file, without ".svg"
     * @param title stands above it
     * @param subtitle stands below the title, smaller
     */
    public Timeline(String name, String title, String subtitle) {
        super(name, title);
        this.subtitle = subtitle;
    }

    /** Explains a colour, right of those that were explained before. */
    public void legend(String colour, String label) {
        legends.add(new Legend(colour, label));
    }

    /**
     * Adds a panel below those that are there.
     *
     * @param axis what its curves show
     * @param curves later ones are drawn over earlier ones
     */
    public void panel(String axis, Curve... curves) {
        panels.add(new Panel(axis, List.of(curves)));
    }

    /** Adds a band through all panels. */
    public void band(double begin, double end, String colour) {
        bands.add(new Band(begin, end, colour));
    }

    /**
     * Adds rows of dots below those that are there.
     *
     * @param heading stands above the rows
     * @param colour of the dots
     * @param rows when it happened, by what happened; in the order of the map
     */
    public void events(String heading, String colour, Map<String, List<Double>> rows) {
        events.add(new Events(heading, colour, rows));
    }

    /**
     * Sets how the time is told; seconds or minutes if not told.
     *
     * @param step how far two labels are apart, in seconds
     * @param unit how long the unit of the labels is, in seconds
     * @param name its name
     */
    public void times(double step, double unit, String name) {
        this.step = step;
        this.unit = unit;
        this.unitName = name;
    }

    @Override
    public boolean isEmpty() {
        return panels.isEmpty();
    }

    @Override
    public String svg() {
        double height = panelTop(panels.size()) + 10;
        for (Events section : events) {
            height += ROW * (section.rows.size() + 2);
        }
        String size = String.format(Locale.ROOT, "width='%.0f' height='%.0f'", WIDTH, height);
        return new Drawing(new Svg(WIDTH, height, size + " font-size='12'"), end()).draw();
    }

    private static double panelTop(int panel) {
        return TOP + panel * (PANEL + GAP);
    }

    /** The last time of a curve, at least a second after the start. */
    private double end() {
        return panels.stream()
                .flatMap(panel -> panel.curves.stream())
                .flatMap(curve -> curve.points.stream())
                .mapToDouble(Point::seconds)
                .reduce(1, Math::max);
    }

    /** The next number that reads well, such as 25,000; at least 1. */
    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, value))));
        for (double step : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8}) {
            if (step * power >= value) {
                return step * power;
            }
        }
        return 10 * power;
    }

    /** The picture being drawn. */
    private final class Drawing {

        private final Svg svg;
        private final double end;

        Drawing(Svg svg, double end) {
            this.svg = svg;
            this.end = end;
        }

        String draw() {
            svg.text(MARGIN, 26, "start", "font-size='18' font-weight='bold'", title());
            svg.text(MARGIN, 46, "start", GREY, subtitle);
            legends();
            bands.forEach(this::band);
            for (int i = 0; i < panels.size(); i++) {
                panel(panels.get(i), panelTop(i));
            }
            times(panelTop(panels.size()) - GAP);
            double y = panelTop(panels.size()) + 10;
            for (Events section : events) {
                y = events(section, y) + ROW;
            }
            return svg.document();
        }

        private void legends() {
            double x = LEFT;
            for (Legend legend : legends) {
                svg.rectangle(x, 62, 12, 12, "fill='" + legend.colour + "'");
                svg.text(x + 17, 72, "start", GREY, legend.label);
                x += 40 + CHARACTER * legend.label.length();
            }
        }

        private void band(Band band) {
            double x = x(band.begin);
            double width = Math.max(1, x(band.end) - x);
            String fill = "fill='" + band.colour + "' fill-opacity='0.28'";
            String stroke = "stroke='" + band.colour + "' stroke-width='1.5'";
            for (int i = 0; i < panels.size(); i++) {
                double top = panelTop(i);
                svg.rectangle(x, top, width, PANEL, fill);
                svg.line(x, top, x, top + PANEL, stroke);
            }
        }

        private double x(double seconds) {
            return LEFT + (RIGHT - LEFT) * Math.min(1, Math.max(0, seconds / end));
        }

        private void panel(Panel panel, double top) {
            double most = panel.most();
            svg.rectangle(LEFT, top, RIGHT - LEFT, PANEL, "fill='none' stroke='#bbb'");
            svg.text(MARGIN, top + PANEL / 2, "start", GREY, panel.name);
            String format = most < 10 ? "%.1f" : "%,.0f";
            for (int tick = 0; tick <= TICKS; tick++) {
                double y = top + PANEL - PANEL * tick / TICKS;
                svg.line(LEFT, y, RIGHT, y, "stroke='#eee'");
                String label = String.format(Locale.ROOT, format, most * tick / TICKS);
                svg.text(LEFT - 8, y + 4, "end", GREY, label);
            }
            for (Curve curve : panel.curves) {
                List<String> line = new ArrayList<>();
                for (Point point : curve.points) {
                    double share = Math.min(1, point.value / most);
                    line.add(Svg.point(x(point.seconds), top + PANEL - PANEL * share));
                }
                svg.polyline(line, "stroke='" + curve.colour + "' stroke-width='1.4'");
            }
        }

        private void times(double y) {
            if (unitName == null) {
                boolean minutes = end > TICKS_OF_MINUTES_FROM;
                Timeline.this.times(minutes ? 60 : 10, minutes ? 60 : 1, minutes ? "min" : "s");
            }
            for (double at = 0; at <= end; at += step) {
                svg.line(x(at), y, x(at), y + 5, "stroke='#888'");
                String label = String.format(Locale.ROOT, "%.0f %s", at / unit, unitName);
                svg.text(x(at), y + 20, "middle", GREY, label);
            }
        }

        /** Returns where the next section may begin. */
        private double events(Events section, double top) {
            svg.text(MARGIN, top + 4, "start", "font-weight='bold' fill='#333'", section.title);
            double y = top + ROW;
            for (Map.Entry<String, List<Double>> row : section.rows.entrySet()) {
                String label = row.getKey() + "  " + row.getValue().size();
                svg.text(LEFT - 8, y + 4, "end", GREY + " font-size='11'", label);
                svg.line(LEFT, y, RIGHT, y, "stroke='#f2f2f2'");
                for (double at : row.getValue()) {
                    svg.dot(x(at), y, 2.6, section.colour);
                }
                y += ROW;
            }
            return y;
        }
    }
}
