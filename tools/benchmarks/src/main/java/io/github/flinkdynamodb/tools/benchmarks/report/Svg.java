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
import java.util.List;
import java.util.Locale;

/** Writes pictures as text. */
final class Svg {

    private static final int LEGEND_CHARACTERS = 28;

    static final List<String> COLOURS =
            List.of(
                    "#1f6fb4", "#d1495b", "#2e7d5b", "#7a3e9d", "#c98a00", "#4c5c68", "#00838f",
                    "#8d6e63");

    private Svg() {}

    /** Begins a picture: its ground and its title. */
    static StringBuilder begin(double width, double height, String title) {
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %.0f %.0f'"
                        + " font-family='sans-serif' font-size='13' fill='#444'>",
                width,
                height);
        add(svg, "<rect width='%.0f' height='%.0f' fill='white'/>", width, height);
        text(svg, 24, 32, "start", "font-size='17' font-weight='bold'", title);
        return svg;
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

    /** Adds a text beside a point. */
    static void text(
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

    /** Adds a line, with numbers as an SVG writes them. */
    static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** A number at an axis. */
    static String label(double value) {
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, "%.6f", value).replaceAll("0+$", "");
    }
}
