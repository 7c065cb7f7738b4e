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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.flinkdynamodb.tools.charts.Picture;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a benchmark has found: printed as it comes, and written as JSON and pictures at the end. */
public final class Report {

    /**
     * The option that tells runs of a benchmark apart: their files have it in their names. Without,
     * a run takes the place of the one before.
     */
    public static final String LABEL = "--label";

    private static final String LABEL_PATTERN = "[a-z0-9-]*";

    private final String name;
    private final String label;
    private final CommandLine options;
    private final PrintStream out;
    private final Map<String, String> machine = Machine.describe();
    private final List<Table> tables = new ArrayList<>();
    private final List<String> limits = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Picture> pictures = new ArrayList<>();
    private String endedEarly = "";

    /**
     * Begins a report, and prints what runs where.
     *
     * @param name the benchmark's
     * @param options what was typed
     * @param out takes the tables
     */
    public Report(String name, CommandLine options, PrintStream out) {
        this.name = name;
        this.label = options.values().getOrDefault(LABEL, "");
        if (!label.matches(LABEL_PATTERN)) {
            throw new IllegalArgumentException(
                    LABEL + " takes " + LABEL_PATTERN + ", not '" + label + "'");
        }
        this.options = options;
        this.out = out;
        out.println(name + (options.isQuick() ? ", quick: the figures mean nothing" : ""));
        out.println("  " + joined(machine));
        out.println("  " + joined(new TreeMap<>(options.values())));
    }

    private static String joined(Map<String, String> facts) {
        return facts.entrySet().stream()
                .filter(fact -> !fact.getValue().isEmpty())
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining("; "));
    }

    /** Begins a table; rows are printed as they are added. */
    public Table table(String title, String... columns) {
        Table table = new Table(out, title, List.of(columns));
        tables.add(table);
        return table;
    }

    /**
     * Adds to what is known of the machine and the versions, and prints it.
     *
     * @param fact its name
     * @param value what is shown
     */
    public void fact(String fact, String value) {
        machine.put(fact, value);
        out.println("  " + fact + " " + value);
    }

    /** Adds what bounds the figures, in a sentence. */
    public void limit(String sentence) {
        limits.add(sentence);
    }

    /** Records that the run couldn't go on; what was measured before counts. */
    public void endedEarly(Exception why) {
        endedEarly = why.toString();
    }

    /** Adds a target; they are printed at the end. */
    public void target(Target target) {
        targets.add(target);
    }

    /** Adds a picture; it may be filled later. */
    public <P extends Picture> P plot(P picture) {
        pictures.add(picture);
        return picture;
    }

    /**
     * Prints limits and targets, and writes NAME.json, or NAME-LABEL.json, and each picture.
     *
     * @param folder is created if need be
     * @throws IOException if a file can't be written
     */
    public void finish(Path folder) throws IOException {
        if (!targets.isEmpty()) {
            int width = targets.stream().mapToInt(target -> target.what().length()).max().orElse(0);
            String what = "what" + " ".repeat(width);
            Table table =
                    new Table(
                            out,
                            "Targets",
                            List.of(what, "target            ", "measured", "reached"));
            for (Target target : targets) {
                table.row(
                        target.group() + ". " + target.what(),
                        target.bound(),
                        Table.text(target.measured()),
                        target.reached() ? "yes" : "NO");
            }
        }
        limits.forEach(limit -> out.printf("%nLimit: %s%n", limit));
        if (!endedEarly.isEmpty()) {
            out.printf("%nEnded early: %s%n", endedEarly);
        }
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (Picture picture : pictures) {
            if (!picture.isEmpty()) {
                files.add(Files.writeString(folder.resolve(file(picture)), picture.svg()));
            }
        }
        files.add(folder.resolve(labelled(name) + ".json"));
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(files.get(files.size() - 1).toFile(), json());
        out.println();
        files.forEach(file -> out.println("Wrote " + file));
    }

    private String file(Picture picture) {
        return labelled(picture.name()) + ".svg";
    }

    private String labelled(String fileName) {
        return label.isEmpty() ? fileName : fileName + "-" + label;
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("benchmark", name);
        json.put("label", label);
        json.put("endedEarly", endedEarly);
        json.put("quick", options.isQuick());
        json.put("machine", machine);
        json.put("options", new TreeMap<>(options.values()));
        json.put("limits", limits);
        json.put("tables", tables.stream().map(Report::json).collect(Collectors.toList()));
        json.put("targets", targets.stream().map(Report::json).collect(Collectors.toList()));
        json.put(
                "pictures",
                pictures.stream()
                        .filter(picture -> !picture.isEmpty())
                        .map(picture -> Map.of("file", file(picture), "title", picture.title()))
                        .collect(Collectors.toList()));
        return json;
    }

    private static Map<String, Object> json(Table table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", table.title());
        json.put("columns", table.columns());
        json.put(
                "rows",
                table.rows().stream()
                        .map(row -> row.stream().map(Report::value).collect(Collectors.toList()))
                        .collect(Collectors.toList()));
        return json;
    }

    private static Map<String, Object> json(Target target) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("group", target.group());
        json.put("what", target.what());
        json.put("target", target.bound());
        json.put("measured", value(target.measured()));
        json.put("reached", target.reached());
        return json;
    }

    private static Object value(Object cell) {
        if (!(cell instanceof Quantiles)) {
            return cell;
        }
        Quantiles quantiles = (Quantiles) cell;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median", quantiles.median());
        json.put("least", quantiles.least());
        json.put("most", quantiles.most());
        json.put("count", quantiles.count());
        return json;
    }
}
