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
package io.github.flinkdynamodb.e2e.containers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of an image that begins with nothing: a Java runtime cut out of the JDK that runs the
 * tests, and the system libraries that it needs. Works on Linux with the GNU C library.
 */
final class ImageRoot {

    /** Where the Java runtime lies in the image. */
    static final String JAVA = "/opt/java/bin/java";

    private static final String MODULES =
            "java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.management";

    /** What is opened by name when a program runs, so that no library names it. */
    private static final List<String> OPENED_LATER = List.of("libgcc_s.so.1", "libnss_dns.so.2");

    private static final Pattern LIBRARY = Pattern.compile("(/[^ ]+) \\(0x");

    private final Path root;

    private ImageRoot(Path root) {
        this.root = root;
    }

    /** Creates the files in an empty folder. */
    static void create(Path root) throws IOException {
        Path java = root.resolve("opt/java");
        Files.createDirectories(java.getParent());
        run(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-man-pages",
                "--no-header-files",
                "--output",
                java.toString());
        ImageRoot image = new ImageRoot(root);
        image.addLibraries(java);
        image.write("etc/passwd", "root:x:0:0:root:/:/bin/false\n");
        image.write("etc/group", "root:x:0:\n");
        image.write("etc/nsswitch.conf", "hosts: files dns\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Copies the files of a folder, without its folders. */
    static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private void addLibraries(Path runtime) throws IOException {
        Set<Path> needed = new TreeSet<>();
        try (Stream<Path> files = Files.walk(runtime)) {
            for (Path file : files.filter(ImageRoot::isProgram).toList()) {
                Matcher library = LIBRARY.matcher(run("ldd", file.toString()));
                while (library.find()) {
                    needed.add(Path.of(library.group(1)));
                }
            }
        }
        Path libc =
                needed.stream()
                        .filter(path -> path.endsWith("libc.so.6"))
                        .findAny()
                        .orElseThrow(() -> new IOException("Java uses no libc.so.6: " + needed));
        for (String name : OPENED_LATER) {
            Path library = libc.resolveSibling(name);
            if (Files.exists(library)) {
                needed.add(library);
            }
        }
        for (Path library : needed) {
            if (!library.startsWith(runtime)) {
                Path copy = root.resolve(library.toString().substring(1));
                Files.createDirectories(copy.getParent());
                Files.copy(library.toRealPath(), copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && (file.getFileName().toString().endsWith(".so")
                        || file.getParent().endsWith("bin"));
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            boolean notDynamic = text.contains("not a dynamic executable");
            if (code != 0 && !notDynamic) {
                throw new IOException(
                        String.join(" ", command) + " ended with " + code + ": " + text);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command[0] + " ran", e);
        }
    }
}
