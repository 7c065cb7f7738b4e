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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

@OnEachFlink
class RecordBatchTest {

    private final List<Long> released = new ArrayList<>();
    private final RecordBatch<String> batch = RecordBatch.of("s1", 0, released::add);
    private final ShardSplitState state =
            new ShardSplitState(ReaderHarness.split("s1", ShardPosition.trimHorizon()));

    @Test
    void unitsComeInOrderWithTheirElementsAndMoveTheState() {
        // Given more of everything than the arrays had room for at first
        for (int i = 1; i <= 100; i++) {
            for (int k = 0; k < i % 4; k++) {
                batch.addElement(i + "/" + k);
            }
            batch.endRecord(SequenceNumber.of("" + i), i);
        }

        // When, Then
        assertThat(batch.nextSplit()).isEqualTo("s1");
        for (int i = 1; i <= 100; i++) {
            List<String> elements = new ArrayList<>();
            RecordUnit<String> unit = batch.nextRecordFromSplit();
            unit.emitTo(new ListOutput<>(elements));
            unit.applyTo(state);
            assertThat(elements).hasSize(i % 4).allMatch(oneOf(i));
            assertThat(state.position().after()).contains(SequenceNumber.of("" + i));
        }
        assertThat(batch.nextRecordFromSplit()).isNull();
        assertThat(batch.nextSplit()).isNull();
    }

    private static Predicate<String> oneOf(int record) {
        return element -> element.startsWith(record + "/");
    }

    @Test
    void aDroppedRecordLeavesNothingBehind() {
        // Given
        batch.addElement("a");
        batch.endRecord(SequenceNumber.of("1"), 1);
        batch.addElement("bad");

        // When
        batch.dropRecord();
        batch.addElement("c");
        batch.endRecord(SequenceNumber.of("3"), 3);

        // Then
        List<String> elements = new ArrayList<>();
        batch.nextSplit();
        batch.nextRecordFromSplit().emitTo(new ListOutput<>(elements));
        batch.nextRecordFromSplit().emitTo(new ListOutput<>(elements));
        assertThat(elements).containsExactly("a", "c");
    }

    @Test
    void changesOfTheStateAreNoRecordsAndEmitNothing() {
        // Given
        Instant notBefore = Instant.ofEpochSecond(7);
        batch.add(StateChange.notBefore(notBefore));
        batch.add(StateChange.position(SequenceNumber.of("5")));
        batch.add(StateChange.end(Progress.STOPPED));

        // When
        batch.nextSplit();
        List<String> elements = new ArrayList<>();
        RecordUnit<String> unit = batch.nextRecordFromSplit();
        while (unit != null) {
            assertThat(unit.isRecord()).isFalse();
            unit.emitTo(new ListOutput<>(elements));
            unit.applyTo(state);
            unit = batch.nextRecordFromSplit();
        }

        // Then
        assertThat(elements).isEmpty();
        assertThat(state.position())
                .isEqualTo(ShardPosition.trimHorizon(notBefore).advanceTo(SequenceNumber.of("5")));
        assertThat(state.progress()).isEqualTo(Progress.STOPPED);
    }

    @Test
    void bytesAreReleasedOnce() {
        batch.holds(100);

        batch.recycle();
        batch.recycle();

        assertThat(released).containsExactly(100L);
    }

    @Test
    void aBatchOfFinishedSplitsHasNoRecords() {
        RecordBatch<String> finished = RecordBatch.finished(Set.of("s1"));

        assertThat(finished.nextSplit()).isNull();
        assertThat(finished.finishedSplits()).containsExactly("s1");
    }
}
