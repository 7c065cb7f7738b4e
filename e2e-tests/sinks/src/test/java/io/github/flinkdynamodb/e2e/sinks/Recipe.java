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
package io.github.flinkdynamodb.e2e.sinks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A section of the page on sinks, as far as a machine reads it. */
final class Recipe {

    private static final String FENCE = "```";

    private final List<String> lines;

    private Recipe(List<String> lines) {
        this.lines = lines;
    }

    /** Reads the section with this heading. */
    static Recipe read(String heading) throws IOException {
        List<String> page = Files.readAllLines(Path.of(System.getProperty("sinks.page")));
        int begin = page.indexOf("## " + heading);
        if (begin < 0) {
            throw new IllegalArgumentException("The page has no section '" + heading + "'");
        }
        int end = begin + 1;
        while (end < page.size() && !page.get(end).startsWith("## ")) {
            end++;
        }
        return new Recipe(page.subList(begin, end));
    }

    /** The statements of the section's blocks in a language, without semicolons. */
    List<String> statements(String language) {
        List<String> statements = new ArrayList<>();
        StringBuilder block = null;
        for (String line : lines) {
            if (block == null && line.equals(FENCE + language)) {
                block = new StringBuilder();
            } else if (block != null && line.equals(FENCE)) {
                statements.addAll(split(block.toString()));
                block = null;
            } else if (block != null) {
                block.append(line).append('\n');
            }
        }
        if (statements.isEmpty()) {
            throw new IllegalStateException(lines.get(0) + " has no statements in " + language);
        }
        return statements;
    }

    private static List<String> split(String block) {
        return Arrays.stream(block.split(";\\s*\\n"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
