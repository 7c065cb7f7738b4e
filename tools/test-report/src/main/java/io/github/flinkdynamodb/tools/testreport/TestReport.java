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
package io.github.flinkdynamodb.tools.testreport;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a build's tests came to: the slowest classes, what failed, what was skipped and why, and how
 * many tests that were. Reads the XML reports of Surefire and Failsafe in all modules. One file
 * that needs nothing but the JDK, so that {@code java TestReport.java} runs it where a build has
 * failed before it was compiled.
 */
public final class TestReport {

    private static final int SLOWEST = 20;
    private static final int MESSAGE_LENGTH = 200;

    private final Path root;
    private final List<Suite> suites = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final Map<String, TreeSet<String>> skippedByReason = new TreeMap<>();
    private int tests;
    private int skipped;

    private TestReport(Path root) {
        this.root = root;
    }

    /**
     * Prints the report.
     *
     * @param args the project's folder; the time at which the build began, as in {@code
     *     2026-01-31T12:00:00Z}: reports of earlier builds don't count
     * @throws IOException if a folder can't be read
     */
    public static void main(String[] args) throws IOException {
        read(Path.of(args[0]), Instant.parse(args[1])).print(System.out);
    }

    /**
     * Reads the reports that were written since a time.
     *
     * @param root the project's folder
     * @param since the time
     * @return the report
     * @throws IOException if a folder can't be read
     */
    static TestReport read(Path root, Instant since) throws IOException {
        TestReport report = new TestReport(root);
        for (Path file : reports(root, since)) {
            report.add(file);
        }
        return report;
    }

    private static List<Path> reports(Path root, Instant since) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return isLookedInto(folder)
                                ? FileVisitResult.CONTINUE
                                : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (isReport(file)
                                && !attributes.lastModifiedTime().toInstant().isBefore(since)) {
                            files.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /**
     * Below target there are only the reports; a Flink distribution's or a job's files are many.
     */
    private static boolean isLookedInto(Path folder) {
        String name = String.valueOf(folder.getFileName());
        Path parent = folder.getParent();
        boolean inTarget = parent != null && "target".equals(String.valueOf(parent.getFileName()));
        return inTarget
                ? name.equals("surefire-reports") || name.equals("failsafe-reports")
                : !name.equals("src") && !name.equals(".git");
    }

    private static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("TEST-")
                && name.endsWith(".xml")
                && file.getParent().getFileName().toString().endsWith("-reports");
    }

    private void add(Path file) {
        Path module = root.relativize(file).getParent().getParent().getParent();
        String place = module == null ? "" : " (" + module.toString().replace('\\', '/') + ")";
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            XMLInputFactory factory = XMLInputFactory.newInstance();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            add(factory.createXMLStreamReader(in), place);
        } catch (IOException | XMLStreamException e) {
            // A JVM that was killed leaves half a report.
            failed.add(
                    "unreadable report " + root.relativize(file) + ": " + firstLine(e.toString()));
            tests++;
        }
    }

    private void add(XMLStreamReader xml, String place) throws XMLStreamException {
        String test = "";
        int before = tests;
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "testsuite":
                    suites.add(new Suite(xml, place));
                    break;
                case "testcase":
                    test = simple(attribute(xml, "classname")) + "." + attribute(xml, "name");
                    tests++;
                    break;
                case "failure":
                case "error":
                    failed.add(test + place + ": " + reason(xml));
                    break;
                case "skipped":
                    skipped++;
                    skippedByReason
                            .computeIfAbsent(reason(xml), why -> new TreeSet<>())
                            .add(test + place);
                    break;
                default:
                    break;
            }
        }
        if (tests == before) {
            noteNoTest();
        }
    }

    /** A class whose assumption fails before its tests are found has none in its report. */
    private void noteNoTest() {
        tests++;
        skipped++;
        skippedByReason
                .computeIfAbsent("no test was run, for a reason in the log", why -> new TreeSet<>())
                .add(suites.get(suites.size() - 1).name);
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** A disabled test's reason is an attribute, an assumption's the head of the stack trace. */
    private static String reason(XMLStreamReader xml) throws XMLStreamException {
        String message = attribute(xml, "message");
        return firstLine(message.isBlank() ? xml.getElementText() : message)
                .replaceFirst(
                        "^org\\.opentest4j\\.TestAbortedException: (Assumption failed: )?", "");
    }

    private static String firstLine(String message) {
        String line = message.strip().lines().findFirst().orElse("no reason given");
        return line.length() <= MESSAGE_LENGTH ? line : line.substring(0, MESSAGE_LENGTH) + "...";
    }

    /**
     * Prints all of it; the last line says how many tests passed, failed and were skipped.
     *
     * @param out where to
     */
    void print(PrintStream out) {
        if (suites.isEmpty() && failed.isEmpty()) {
            return;
        }
        printSlowest(out);
        if (!failed.isEmpty()) {
            out.println("Failed:");
            failed.forEach(test -> out.println("  " + test));
        }
        if (!skippedByReason.isEmpty()) {
            out.println("Skipped:");
            skippedByReason.forEach(
                    (why, which) -> out.println("  " + why + ": " + String.join(", ", which)));
        }
        int passed = tests - failed.size() - skipped;
        out.println(passed + " passed, " + failed.size() + " failed, " + skipped + " skipped");
    }

    private void printSlowest(PrintStream out) {
        out.println("The slowest of " + suites.size() + " test classes, in seconds:");
        suites.stream()
                .sorted(Comparator.comparingDouble((Suite suite) -> -suite.seconds))
                .limit(SLOWEST)
                .forEach(
                        suite -> out.printf(Locale.ROOT, "%8.1f  %s%n", suite.seconds, suite.name));
    }

    /** A test class in a module. */
    private static final class Suite {
        final String name;
        final double seconds;

        Suite(XMLStreamReader xml, String place) {
            this.name = simple(attribute(xml, "name")) + place;
            // Surefire writes a thousand seconds as 1,000.
            this.seconds = Double.parseDouble("0" + attribute(xml, "time").replace(",", ""));
        }
    }
}
