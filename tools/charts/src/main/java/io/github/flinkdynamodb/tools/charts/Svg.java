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

/** Writes an SVG picture as text, shape after shape. Lengths are in the picture's own units. */
final class Svg {

    private static final int LEGEND_CHARACTERS = 28;

    static final List<String> COLOURS =
            List.of(
                    "#1f6fb4", "#d1495b", "#2e7d5b", "#7a3e9d", "#c98a00", "#4c5c68", "#00838f",
                    "#8d6e63");

    private final StringBuilder text = new StringBuilder();

    /**
     * Begins a picture with a white ground.
     *
     * @param attributes of the whole picture, such as {@code font-size='13'}
     */
    Svg(double width, double height, String attributes) {
        add(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %.0f %.0f'"
                        + " font-family='sans-serif' %s>",
                width, height, attributes);
        rectangle(0, 0, width, height, "fill='white'");
    }

    /** Parts of a text that fit into a legend. */
    static List<String> wrap(String text) {
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

    /** A number at an axis. */
    static String label(double value) {
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, "%.6f", value).replaceAll("0+$", "");
    }

    void rectangle(double x, double y, double width, double height, String attributes) {
        add(
                "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' %s/>",
                x, y, width, height, attributes);
    }

    void line(double x1, double y1, double x2, double y2, String attributes) {
        add("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' %s/>", x1, y1, x2, y2, attributes);
    }

    void dot(double x, double y, double radius, String colour) {
        add("<circle cx='%.1f' cy='%.1f' r='%.1f' fill='%s'/>", x, y, radius, colour);
    }

    /**
     * Adds lines from point to point.
     *
     * @param points each as {@link #point} writes it
     */
    void polyline(List<String> points, String attributes) {
        add("<polyline points='%s' fill='none' %s/>", String.join(" ", points), attributes);
    }

    static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    /**
     * Adds a text.
     *
     * @param anchor which part of it lies at x: start, middle or end
     */
    void text(double x, double y, String anchor, String attributes, String content) {
        add(
                "<text x='%.1f' y='%.1f' text-anchor='%s' %s>%s</text>",
                x, y, anchor, attributes, content.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** The whole picture, which must not be added to any more. */
    String document() {
        return text + "</svg>\n";
    }
}
