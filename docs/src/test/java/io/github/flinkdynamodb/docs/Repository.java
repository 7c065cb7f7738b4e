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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of this repository. */
final class Repository {

    private static final Path ROOT = root();
    private static final String TESTS = Path.of("src", "test", "java").toString();

    private Repository() {}

    /** The build says where it is; an IDE starts the tests in the module's folder. */
    private static Path root() {
        String property = System.getProperty("project.root");
        Path root = property == null ? Path.of("").toAbsolutePath().getParent() : Path.of(property);
        if (!Files.exists(root.resolve("README.md"))) {
            throw new AssertionError(root + " is not the project's folder: it has no README.md");
        }
        return root;
    }

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    /** The pages of the documentation. */
    static List<MarkdownFile> pages() throws IOException {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> atTheTop = Files.list(ROOT)) {
            atTheTop.filter(path -> path.toString().endsWith(".md")).forEach(paths::add);
        }
        paths.addAll(files("docs", ".md"));
        paths.addAll(files(".github", ".md"));
        List<MarkdownFile> pages = new ArrayList<>();
        for (Path path : paths) {
            pages.add(MarkdownFile.read(path));
        }
        return pages;
    }

    /** All sources of tests. */
    static List<Path> testSources() throws IOException {
        return files("", ".java").stream()
                .filter(path -> path.toString().contains(TESTS))
                .collect(Collectors.toList());
    }

    /** The files below a folder whose names end so, without what builds and tools have made. */
    static List<Path> files(String folder, String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        collect(ROOT.resolve(folder), ending, found);
        return found;
    }

    private static void collect(Path folder, String ending, List<Path> found) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().collect(Collectors.toList())) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry)) {
                    if (!name.equals("target") && !name.startsWith(".")) {
                        collect(entry, ending, found);
                    }
                } else if (name.endsWith(ending)) {
                    found.add(entry);
                }
            }
        }
    }

    static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
