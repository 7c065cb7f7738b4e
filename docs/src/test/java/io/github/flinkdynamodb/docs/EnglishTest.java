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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Phrases that read like a translation don't come back. What to write instead: CONTRIBUTING.md. */
class EnglishTest {

    /** How the rows begin that quote such phrases in order to advise against them. */
    private static final String ADVICE = "| \"";

    private static final String MAIN = "flink-connector-dynamodb-streams/src/main/java";

    /** A comment, or a text with those that are added to it on the next lines. */
    private static final Pattern WORDS =
            Pattern.compile(
                    "(?s)/\\*.*?\\*/|//[^\n]*|\"(?:[^\"\\\\\n]|\\\\.)*\""
                            + "(?:\\s*\\+\\s*\"(?:[^\"\\\\\n]|\\\\.)*\")*");

    private static final Map<Pattern, String> PHRASES = new LinkedHashMap<>();

    static {
        phrase(
                "(?<!\\bthere )\\b(is|are) no (?!(longer|more|less|later|earlier|older)\\b)",
                "isn't");
        phrase("\\bbelongs? into\\b", "goes into");
        phrase("\\bfor ever\\b", "indefinitely");
        phrase("\\banew\\b", "again");
        phrase("\\b(says|tells) whether\\b", "returns whether");
        phrase("\\bha(s|ve) no meaning\\b", "is not used");
        phrase("(?<!\\b(in|of|to|with) )\\bneither[.;)]", "nor ..., or: not ... either");
        phrase("(?<!\\b(for|at) )\\bthe (very )?moment\\b", "the time");
        phrase("\\bin silence\\b|\\bwithout a word\\b", "silently, without a message");
        phrase("\\b(knows|know) (no|neither)\\b", "doesn't have, doesn't depend on");
        phrase("\\bis of no use\\b|\\bare of no use\\b|\\bof no interest\\b", "is useless");
        phrase("\\btak(e|es|en) for (read|ended|granted that)\\b", "treat as");
        phrase("\\b(null|empty) where\\b", "null if, empty if");
    }

    private static void phrase(String regex, String instead) {
        PHRASES.put(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), instead);
    }

    /** The phrases in a text, each with what is around it and what to write instead. */
    private static List<String> phrasesIn(String text) {
        String line = text.replaceAll("`[^`]*`", "`x`").replaceAll("\\s+", " ");
        List<String> found = new ArrayList<>();
        PHRASES.forEach(
                (phrase, instead) -> {
                    Matcher matcher = phrase.matcher(line);
                    while (matcher.find()) {
                        int begin = Math.max(0, matcher.start() - 40);
                        int end = Math.min(line.length(), matcher.end() + 40);
                        found.add(
                                String.format(
                                        "'...%s...': write '%s'",
                                        line.substring(begin, end), instead));
                    }
                });
        return found;
    }

    /** The text of a page without the advice. */
    private static String written(MarkdownFile page) {
        return page.prose().stream()
                .filter(line -> !line.startsWith(ADVICE))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void thePagesHaveNone() throws IOException {
        List<String> found = new ArrayList<>();

        for (MarkdownFile page : Repository.pages()) {
            phrasesIn(written(page)).forEach(phrase -> found.add(page + ": " + phrase));
        }

        assertThat(found).isEmpty();
    }

    /** The comments and the texts of a source, without what joins their lines. */
    private static String wordsOf(String source) {
        return WORDS.matcher(source)
                .results()
                .map(words -> words.group().replaceAll("\"\\s*\\+\\s*\"", ""))
                .map(words -> words.replaceAll("\n\\s*\\* ?", "\n"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void theConnectorsMessagesAndCommentsHaveNone() throws IOException {
        List<String> found = new ArrayList<>();

        for (Path source : Repository.files(MAIN, ".java")) {
            phrasesIn(wordsOf(Files.readString(source)))
                    .forEach(phrase -> found.add(source.getFileName() + ": " + phrase));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void phrasesAreFoundInMessagesAndCommentsOnly() {
        String source =
                "/**\n"
                        + " * Waits for\n"
                        + " * ever.\n"
                        + " */\n"
                        + "int forEver = no;\n"
                        + "log(\"it is\"\n"
                        + " + \" no option\");";

        assertThat(phrasesIn(wordsOf(source))).hasSize(2);
    }

    @Test
    void phrasesAreFoundOverTheEndsOfLines() {
        assertThat(phrasesIn("It is\n no option. There is no other.")).hasSize(1);
        assertThat(phrasesIn("Nothing is called, on the table neither.")).hasSize(1);
        assertThat(phrasesIn("They are in neither. For the moment it works.")).isEmpty();
        assertThat(phrasesIn("From the\nmoment on it waits for ever.")).hasSize(2);
        assertThat(phrasesIn("Its ARN, or null\nwhere it has none. Null if not.")).hasSize(1);
    }
}
