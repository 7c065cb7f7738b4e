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
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedTest {

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = Ledger.open(clock);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen =
            new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 80);
    private final Feed feed = new Feed(screen, ledger, 100, 2, ZoneOffset.UTC);

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void newestChangesAreShownAndAllAreCounted() {
        List<PlannedChange> changes = Changes.planned(5);
        changes.forEach(ledger::writing);
        changes.forEach(ledger::written);
        clock.advance(42);
        changes.subList(0, 2).forEach(change -> ledger.arrived(Changes.committed(change)));
        feed.update();
        bytes.reset();
        changes.subList(2, 5).forEach(change -> ledger.arrived(Changes.committed(change)));

        feed.update();

        assertThat(output().lines().filter(line -> line.contains("summary"))).hasSize(2);
        assertThat(output())
                .contains("00:00:00.042  " + changes.get(4).type())
                .contains(
                        "items 0 | written 5/100 | arrived 5 | committed 0 | lag 42 ms, at most"
                                + " 42");
    }

    @Test
    void firstChangeOfATypeIsShownHoweverManyComeAfterIt() {
        String[] types = {"MODIFY", "REMOVE", "REMOVE", "INSERT", "INSERT", "MODIFY", "MODIFY"};
        for (int i = 0; i < types.length; i++) {
            ledger.arrived(new OrderChange("order", i, types[i], "{}", "{}", "summary-" + i, i));
        }

        feed.update();

        assertThat(output().lines().filter(line -> line.contains("summary")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("MODIFY").contains("summary-0"),
                        line -> assertThat(line).contains("REMOVE").contains("summary-1"),
                        line -> assertThat(line).contains("INSERT").contains("summary-3"),
                        line -> assertThat(line).contains("MODIFY").contains("summary-5"),
                        line -> assertThat(line).contains("MODIFY").contains("summary-6"));
    }

    @Test
    void failureAndRestartAreSaidOnce() {
        ledger.failing();
        ledger.taskStarted(1, OptionalLong.of(7));

        feed.update();
        feed.update();

        assertThat(output()).containsOnlyOnce("A task fails now").containsOnlyOnce("checkpoint 7");
    }

    @Test
    void countersThatDoNotMoveAreShownNowAndThen() {
        for (int i = 0; i < 21; i++) {
            feed.update();
        }

        assertThat(output().lines().filter(line -> line.contains("written 0/100"))).hasSize(3);
    }

    @Test
    void restartWithoutACheckpointIsSaidToBeginAtTheBeginning() {
        ledger.taskStarted(1, OptionalLong.empty());

        feed.update();

        assertThat(output()).contains("from the beginning");
    }

    @Test
    void repeatedChangeIsMarked() {
        OrderChange change = Changes.change("a", 1);
        ledger.arrived(change);
        ledger.arrived(change);

        feed.update();

        assertThat(output()).containsOnlyOnce("(again, after the failure) summary");
    }

    private String output() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
