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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeFilesTest {

    @TempDir private Path folder;

    @Test
    void committedFilesAreReadInTheOrderOfTheirNumbers() throws IOException {
        Files.writeString(folder.resolve("part-a-b-0-10"), "3,MODIFY,o,3,PAID,3.00\n");
        Files.writeString(
                folder.resolve("part-a-b-0-9"), "1,INSERT,o,1,NEW,1.00\n2,MODIFY,o,2,NEW,2.00\n");
        Files.writeString(folder.resolve(".part-a-b-0-11.inprogress"), "4,MODIFY,o,4,PAID,4.00\n");

        assertThat(new ChangeFiles(folder).read())
                .extracting(ChangeFiles.Line::version)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void aFolderThatIsNotThereYetHasNoLines() throws IOException {
        assertThat(new ChangeFiles(folder.resolve("later")).read()).isEmpty();
    }

    @Test
    void aLineThatIsCutOffIsAnError() {
        assertThatThrownBy(() -> ChangeFiles.Line.parse("1,INSERT,o"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1,INSERT,o");
    }

    @Test
    void itemsOfTheTableAreComparedWithTheOrdersFromBefore() {
        List<PlannedChange> existing = Changes.existing(new OrderPlan(9, 0, new Random(2)), 9);
        List<ChangeFiles.Line> lines =
                new ArrayList<>(
                        lines(existing).stream()
                                .map(
                                        line ->
                                                new ChangeFiles.Line(
                                                        "SNAPSHOT",
                                                        line.id(),
                                                        line.version(),
                                                        line.status(),
                                                        line.total()))
                                .toList());
        assertThat(ChangeFiles.compare(existing, List.of(), lines).isGood()).isTrue();

        ChangeFiles.Line first = lines.remove(0);
        assertThat(ChangeFiles.compare(existing, List.of(), lines).lost()).isEqualTo(1);

        lines.add(
                new ChangeFiles.Line(
                        "SNAPSHOT", first.id(), first.version(), "LOST", first.total()));
        assertThat(ChangeFiles.compare(existing, List.of(), lines).wrong()).isEqualTo(1);
    }

    @Test
    void whatWasWrittenIsFlawless() {
        List<PlannedChange> written = written();

        assertThat(ChangeFiles.compare(List.of(), written, lines(written)).isGood()).isTrue();
    }

    @Test
    void whatIsMissingRepeatedLateOrOtherwiseIsCounted() {
        List<PlannedChange> written = written();
        List<ChangeFiles.Line> lines = new ArrayList<>(lines(written));
        ChangeFiles.Line first = lines.remove(0);
        lines.add(lines.get(5));
        assertThat(ChangeFiles.compare(List.of(), written, lines).lost()).isEqualTo(1);
        assertThat(ChangeFiles.compare(List.of(), written, lines).duplicated()).isEqualTo(1);

        lines.add(first);
        assertThat(ChangeFiles.compare(List.of(), written, lines).outOfOrder()).isEqualTo(1);
        assertThat(ChangeFiles.compare(List.of(), written, lines).lost()).isZero();

        lines.set(
                1,
                new ChangeFiles.Line(
                        lines.get(1).event(),
                        lines.get(1).id(),
                        lines.get(1).version(),
                        "LOST",
                        lines.get(1).total()));
        assertThat(ChangeFiles.compare(List.of(), written, lines).wrong()).isEqualTo(1);
        assertThat(ChangeFiles.compare(List.of(), written, lines).isGood()).isFalse();
    }

    /** One order, again and again, so that each change comes before the next one of its order. */
    private static List<PlannedChange> written() {
        OrderPlan plan = new OrderPlan(0, 8, new Random(1));
        return IntStream.range(0, 30).mapToObj(plan::next).toList();
    }

    private static List<ChangeFiles.Line> lines(List<PlannedChange> written) {
        return written.stream()
                .map(
                        change -> {
                            var item =
                                    change.newItem() == null ? change.oldItem() : change.newItem();
                            return ChangeFiles.Line.parse(
                                    String.join(
                                            ",",
                                            "seq",
                                            change.type().name(),
                                            change.id().orderId(),
                                            item.get("version").n(),
                                            item.get("status").s(),
                                            item.get("total").n()));
                        })
                .toList();
    }
}
