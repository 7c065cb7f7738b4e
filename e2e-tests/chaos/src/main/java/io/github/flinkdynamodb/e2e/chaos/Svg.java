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

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes an SVG picture, shape after shape. */
final class Svg {

    private final StringBuilder text = new StringBuilder();
    private final double width;
    private final double height;

    Svg(double width, double height) {
        this.width = width;
        this.height = height;
    }

    void rectangle(double x, double y, double w, double h, String style) {
        add("<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' style='%s'/>", x, y, w, h, style);
    }

    void line(double x1, double y1, double x2, double y2, String style) {
        add("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' style='%s'/>", x1, y1, x2, y2, style);
    }

    void dot(double x, double y, double radius, String colour) {
        add("<circle cx='%.1f' cy='%.1f' r='%.1f' fill='%s'/>", x, y, radius, colour);
    }

    /** A line through points, each as "x,y". */
    void path(List<String> points, String style) {
        add(
                "<polyline points='%s' style='fill:none;%s'/>",
                points.stream().collect(Collectors.joining(" ")), style);
    }

    static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    /**
     * A text.
     *
     * @param anchor which part of it lies at x: start, middle or end
     */
    void text(double x, double y, String anchor, String style, String content) {
        add(
                "<text x='%.1f' y='%.1f' text-anchor='%s' style='%s'>%s</text>",
                x, y, anchor, style, content.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** The whole picture. */
    String document() {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns='http://www.w3.org/2000/svg' width='%.0f' height='%.0f'"
                                + " viewBox='0 0 %.0f %.0f' font-family='sans-serif'"
                                + " font-size='12'>%n",
                        width,
                        height,
                        width,
                        height)
                + text
                + "</svg>\n";
    }
}
