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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the documentation shows of Java is part of programs that this module compiles. */
class ExamplesTest {

    private static final String SOURCES = "docs/src/main/java";

    private static List<String> stripped(List<String> lines) {
        return lines.stream().map(String::strip).collect(Collectors.toList());
    }

    private static List<List<String>> sources() throws IOException {
        List<List<String>> sources = new ArrayList<>();
        for (var path : Repository.files(SOURCES, ".java")) {
            sources.add(stripped(Repository.lines(path)));
        }
        return sources;
    }

    private static boolean isWithin(List<String> block, List<List<String>> sources) {
        return sources.stream()
                .anyMatch(source -> Collections.indexOfSubList(source, stripped(block)) >= 0);
    }

    @Test
    void everyBlockOfJavaIsInACompiledExampleLineForLine() throws IOException {
        List<List<String>> sources = sources();
        List<String> unknown = new ArrayList<>();
        int blocks = 0;

        for (MarkdownFile page : Repository.pages()) {
            for (List<String> block : page.codeBlocks("java")) {
                blocks++;
                if (!isWithin(block, sources)) {
                    unknown.add(page + ":\n" + String.join("\n", block));
                }
            }
        }

        assertThat(unknown).as("blocks that are not in %s", SOURCES).isEmpty();
        assertThat(blocks).as("blocks of Java").isGreaterThan(5);
    }

    @Test
    void theReadmeShowsAWholeProgram() throws IOException {
        MarkdownFile readme = MarkdownFile.read(Repository.file("README.md"));

        List<List<String>> blocks = readme.codeBlocks("java");

        assertThat(blocks).hasSize(1);
        assertThat(blocks.get(0))
                .anyMatch(line -> line.contains("DynamoDbStreamsSource.<String>builder()"))
                .anyMatch(line -> line.contains("env.execute("));
    }

    @Test
    void aBlockThatDiffersInOneLineIsNoticed() {
        List<List<String>> sources = List.of(List.of("a();", "b();", "c();"));

        assertThat(isWithin(List.of("    b();", "    c();"), sources)).isTrue();
        assertThat(isWithin(List.of("a();", "c();"), sources)).isFalse();
        assertThat(isWithin(List.of("b();", "c(1);"), sources)).isFalse();
    }
}
