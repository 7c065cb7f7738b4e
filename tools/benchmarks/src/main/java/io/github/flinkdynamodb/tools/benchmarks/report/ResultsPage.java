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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pages of the documentation with the results of benchmarks, which {@link Report}s have written
 * into files. A page's own text comes from a template, in which "{targets}" and "{results}" stand
 * for them.
 */
public final class ResultsPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LONGEST_VALUE = 100;

    private final List<JsonNode> results = new ArrayList<>();
    private final Map<String, String> purposes;

    /**
     * Reads results.
     *
     * @param folder has a NAME.json of each benchmark that was run
     * @param purposes what each benchmark measures, by name, in the order of the page
     * @throws IOException if a file can't be read
     */
    public ResultsPage(Path folder, Map<String, String> purposes) throws IOException {
        this.purposes = purposes;
        for (Path file : resultsIn(folder)) {
            results.add(JSON.readTree(file.toFile()));
        }
        results.sort(
                Comparator.comparingInt(this::place)
                        .thenComparing(result -> text(result, "label")));
    }

    private static List<Path> resultsIn(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static String text(JsonNode result, String name) {
        return result.path(name).asText("");
    }

    /**
     * Copies results, but for those of quick runs, which mean nothing.
     *
     * @param from where reports were written; nothing is copied if it doesn't exist
     * @param to is created if need be
     * @throws IOException if a file can't be copied
     */
    public static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        if (!Files.isDirectory(from)) {
            return;
        }
        for (Path file : resultsIn(from)) {
            JsonNode result = JSON.readTree(file.toFile());
            if (result.get("quick").asBoolean()) {
                continue;
            }
            copyInto(file, to);
            for (JsonNode picture : result.get("pictures")) {
                copyInto(from.resolve(picture.get("file").asText()), to);
            }
        }
    }

    private static void copyInto(Path file, Path folder) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Returns a page.
     *
     * @param template its text; with "{results}" the page lies in the folder of the results
     * @return the page as Markdown
     */
    public String markdown(String template) {
        return template.replace("{targets}", targets()).replace("{results}", results());
    }

    private String targets() {
        Map<Integer, List<JsonNode>> groups = new TreeMap<>();
        for (JsonNode result : results) {
            for (JsonNode target : result.get("targets")) {
                groups.computeIfAbsent(target.get("group").asInt(), group -> new ArrayList<>())
                        .add(target);
            }
        }
        StringBuilder text = new StringBuilder();
        text.append("| # | what | target | measured | reached |\n|---|---|---|---|---|\n");
        groups.forEach(
                (group, targets) ->
                        targets.forEach(
                                target ->
                                        row(
                                                text,
                                                List.of(
                                                        group.toString(),
                                                        target.get("what").asText(),
                                                        target.get("target").asText(),
                                                        cell(target.get("measured")),
                                                        target.get("reached").asBoolean()
                                                                ? "yes"
                                                                : "**no**"))));
        return text.toString().stripTrailing();
    }

    private String results() {
        StringBuilder text = new StringBuilder();
        results.forEach(result -> section(text, result));
        return text.toString().strip();
    }

    private int place(JsonNode result) {
        return new ArrayList<>(purposes.keySet()).indexOf(result.get("benchmark").asText());
    }

    private void section(StringBuilder text, JsonNode result) {
        String name = result.get("benchmark").asText();
        String label = text(result, "label");
        text.append("### ").append(name).append(label.isEmpty() ? "" : ", " + label).append("\n\n");
        text.append(purposes.get(name).replace('\n', ' ')).append("\n\n");
        text.append("```\n").append(command(result)).append("\n```\n\n");
        text.append(facts(result.get("machine"))).append(".\n\n");
        if (!text(result, "endedEarly").isEmpty()) {
            text.append("It ended early: `").append(text(result, "endedEarly")).append("`\n\n");
        }
        for (JsonNode limit : result.get("limits")) {
            text.append("The limit: ").append(limit.asText()).append("\n\n");
        }
        for (JsonNode picture : result.get("pictures")) {
            text.append("![")
                    .append(picture.get("title").asText())
                    .append("](")
                    .append(picture.get("file").asText())
                    .append(")\n\n");
        }
        result.get("tables").forEach(table -> table(text, table));
    }

    private static void table(StringBuilder text, JsonNode table) {
        if (table.get("rows").isEmpty()) {
            return;
        }
        text.append(table.get("title").asText()).append(":\n\n");
        List<String> columns = texts(table.get("columns"));
        row(text, columns);
        row(text, columns.stream().map(column -> "---").collect(Collectors.toList()));
        for (JsonNode cells : table.get("rows")) {
            row(text, texts(cells));
        }
        text.append('\n');
    }

    /** The command line with all options, whether they were typed or not. */
    private static String command(JsonNode result) {
        StringBuilder command =
                new StringBuilder("tools/benchmarks/run " + result.get("benchmark").asText());
        result.get("options")
                .properties()
                .forEach(
                        option -> {
                            if (!option.getValue().asText().isEmpty()) {
                                command.append(' ')
                                        .append(option.getKey())
                                        .append(' ')
                                        .append(shortened(option.getValue().asText()));
                            }
                        });
        return command.toString();
    }

    /** A class path of many files is whole in the results' own file. */
    private static String shortened(String value) {
        int end = value.length() <= LONGEST_VALUE ? -1 : value.lastIndexOf(':', LONGEST_VALUE);
        return end < 0 ? value : value.substring(0, end + 1) + "...";
    }

    private static String facts(JsonNode machine) {
        List<String> facts = new ArrayList<>();
        machine.properties()
                .forEach(fact -> facts.add(fact.getKey() + " " + fact.getValue().asText()));
        return facts.stream().collect(Collectors.joining("; ")).replaceFirst("^date ", "");
    }

    private static List<String> texts(JsonNode cells) {
        List<String> texts = new ArrayList<>();
        cells.forEach(cell -> texts.add(cell(cell)));
        return texts;
    }

    private static String cell(JsonNode cell) {
        if (cell.isObject()) {
            Quantiles quantiles =
                    cell.get("count").asInt() == 1
                            ? new Quantiles(cell.get("median").asDouble())
                            : new Quantiles(
                                    cell.get("least").asDouble(),
                                    cell.get("median").asDouble(),
                                    cell.get("most").asDouble());
            return Table.text(quantiles);
        }
        if (cell.isIntegralNumber()) {
            return Table.text(cell.asLong());
        }
        return cell.isNumber() ? Table.text(cell.asDouble()) : cell.asText();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "| %s |%n",
                        cells.stream()
                                .map(cell -> cell.replace("|", "\\|"))
                                .collect(Collectors.joining(" | "))));
    }
}
