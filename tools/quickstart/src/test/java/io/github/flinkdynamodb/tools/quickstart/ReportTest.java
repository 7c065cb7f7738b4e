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
package io.github.flinkdynamodb.tools.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final String GOOD_LINE =
            "existing=0 written=20 received=20 lost=0 duplicated=0 out_of_order=0";

    private final Ledger ledger = Ledger.open(new ManualClock());
    private final List<PlannedChange> changes = Changes.planned(20);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void goodRunEndsWithTheLineOfTheVerdict() {
        writeAndCommit(changes);

        assertThat(report(Optional.empty())).isTrue();

        assertThat(output().lines()).last().isEqualTo(GOOD_LINE);
    }

    @Test
    void lostChangeIsBadAndStillEndsWithTheLine() {
        writeAndCommit(changes.subList(0, 19));
        ledger.written(changes.get(19));

        assertThat(report(Optional.empty())).isFalse();

        assertThat(output().lines())
                .last()
                .isEqualTo("existing=0 written=20 received=19 lost=1 duplicated=0 out_of_order=0");
    }

    @Test
    void problemIsBadWhateverTheFigures() {
        writeAndCommit(changes);

        assertThat(report(Optional.of("It burns"))).isFalse();

        assertThat(output()).contains("It burns");
        assertThat(output().lines()).last().isEqualTo(GOOD_LINE);
    }

    @Test
    void failuresThatWereOrderedMustHaveHappened() {
        writeAndCommit(changes);

        assertThat(report(Optional.empty(), "--crash")).isFalse();
        assertThat(output()).contains("never happened");

        ledger.taskStarted(1, OptionalLong.of(1));
        assertThat(report(Optional.empty(), "--crash")).as("one of two").isFalse();

        ledger.taskStarted(2, OptionalLong.of(1));
        assertThat(report(Optional.empty(), "--crash")).isTrue();
    }

    @Test
    void keptRunSaysWhereToLookAndHowItEnds() {
        writeAndCommit(changes);

        assertThat(report(Optional.empty(), "--keep")).isTrue();

        assertThat(output()).contains("until Ctrl-C: http://localhost:8081");
        assertThat(output().lines()).last().isEqualTo(GOOD_LINE);
    }

    @Test
    void contentsAreCountedByType() {
        ledger.existing(Changes.planned(1).get(0));
        writeAndCommit(changes);

        report(Optional.empty());

        assertThat(output()).contains("In the table before: 1 orders.");
        assertThat(output()).containsPattern("Written: \\d+ insertions, \\d+ modifications and");
    }

    private void writeAndCommit(List<PlannedChange> some) {
        some.forEach(ledger::written);
        ledger.commit(new Transaction("t", Changes.committed(some)));
    }

    private boolean report(Optional<String> problem, String... options) {
        Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 80);
        return new Report(screen, Options.parse(options), "http://localhost:8081")
                .print(ledger, problem);
    }

    private String output() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
