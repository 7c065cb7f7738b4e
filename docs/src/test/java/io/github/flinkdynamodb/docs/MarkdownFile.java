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
package io.github.flinkdynamodb.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One page of the documentation, taken apart as far as the tests need it. Immutable. */
final class MarkdownFile {

    private static final Pattern FENCE = Pattern.compile("\\s*```\\s*(\\w*).*");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *#*");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");

    private final Path path;
    private final List<String> lines;

    MarkdownFile(Path path, List<String> lines) {
        this.path = path;
        this.lines = List.copyOf(lines);
    }

    static MarkdownFile read(Path path) throws IOException {
        return new MarkdownFile(path, Files.readAllLines(path));
    }

    Path path() {
        return path;
    }

    List<String> lines() {
        return lines;
    }

    /** The fenced blocks of code in a language, each as its lines without what lies around. */
    List<List<String>> codeBlocks(String language) {
        return codeBlocks().stream()
                .filter(block -> block.language().equals(language))
                .map(CodeBlock::lines)
                .collect(Collectors.toList());
    }

    /** All fenced blocks of code, in order. */
    List<CodeBlock> codeBlocks() {
        List<CodeBlock> blocks = new ArrayList<>();
        String open = null;
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            Matcher fence = FENCE.matcher(line);
            if (!fence.matches()) {
                block.add(line);
            } else if (open == null) {
                open = fence.group(1);
                block = new ArrayList<>();
            } else {
                blocks.add(new CodeBlock(open, block));
                open = null;
            }
        }
        return blocks;
    }

    /** The text without the fenced blocks of code. */
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean inCode = false;
        for (String line : lines) {
            if (FENCE.matcher(line).matches()) {
                inCode = !inCode;
            } else if (!inCode) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** Where the page's links lead to, as it is written. */
    List<String> links() {
        return prose().stream()
                .map(line -> INLINE_CODE.matcher(line).replaceAll(""))
                .flatMap(line -> LINK.matcher(line).results())
                .map(link -> link.group(1))
                .collect(Collectors.toList());
    }

    /** The anchors of the headings, as GitHub makes them. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = anchor(heading.group(1));
                int times = seen.merge(anchor, 1, Integer::sum);
                anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
            }
        }
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** The lines between {@code <!-- NAME -->} and {@code <!-- end of NAME -->}. */
    List<String> section(String name) {
        return lines.subList(sectionBegin(name), sectionEnd(name));
    }

    /** The page with other lines in that section. */
    MarkdownFile withSection(String name, List<String> section) {
        List<String> changed = new ArrayList<>(lines.subList(0, sectionBegin(name)));
        changed.addAll(section);
        changed.addAll(lines.subList(sectionEnd(name), lines.size()));
        return new MarkdownFile(path, changed);
    }

    void write() throws IOException {
        Files.write(path, lines);
    }

    private int sectionBegin(String name) {
        return marker("<!-- " + name + " -->") + 1;
    }

    private int sectionEnd(String name) {
        return marker("<!-- end of " + name + " -->");
    }

    private int marker(String marker) {
        int index = lines.indexOf(marker);
        if (index < 0) {
            throw new AssertionError(path + " has no line '" + marker + "'");
        }
        return index;
    }

    /** The rows of the tables, heads and rules included, each as its cells. */
    static List<List<String>> rows(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("|") && line.endsWith("|") && line.length() > 1)
                .map(MarkdownFile::cells)
                .collect(Collectors.toList());
    }

    private static List<String> cells(String row) {
        List<String> cells = new ArrayList<>();
        for (String cell : row.substring(1, row.length() - 1).split("(?<!\\\\)\\|", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** A fenced block of code. Immutable. */
    static final class CodeBlock {
        private final String language;
        private final List<String> lines;

        CodeBlock(String language, List<String> lines) {
            this.language = language;
            this.lines = List.copyOf(lines);
        }

        /** The language that is named; empty where none is. */
        String language() {
            return language;
        }

        /** The lines without what lies around. */
        List<String> lines() {
            return lines;
        }
    }
}
