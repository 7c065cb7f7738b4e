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
package io.github.flinkdynamodb.streams.table.reconcile;

import static io.github.flinkdynamodb.streams.table.reconcile.KeyState.GONE;
import static io.github.flinkdynamodb.streams.table.reconcile.KeyState.NONE;
import static io.github.flinkdynamodb.streams.table.reconcile.KeyState.STARTING;
import static io.github.flinkdynamodb.streams.table.reconcile.KeyState.UPDATING;
import static org.apache.flink.types.RowKind.DELETE;
import static org.apache.flink.types.RowKind.INSERT;
import static org.apache.flink.types.RowKind.UPDATE_AFTER;
import static org.apache.flink.types.RowKind.UPDATE_BEFORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.table.reconcile.Reconciler.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReconcilerTest {

    private static final boolean SCANNED = true;
    private static final boolean CHANGE = false;
    private static final Hash128 A = hash(1);
    private static final Hash128 B = hash(2);

    static Stream<Arguments> cells() {
        KeyState rowA = KeyState.row(A);
        return Stream.of(
                arguments(NONE, SCANNED, INSERT, A, Step.give(INSERT, rowA)),
                arguments(rowA, SCANNED, INSERT, B, Step.drop(rowA)),
                arguments(GONE, SCANNED, INSERT, B, Step.drop(GONE)),
                arguments(UPDATING, SCANNED, INSERT, B, Step.drop(UPDATING)),
                arguments(STARTING, SCANNED, INSERT, B, Step.drop(STARTING)),
                arguments(NONE, CHANGE, INSERT, A, Step.give(INSERT, rowA)),
                arguments(rowA, CHANGE, INSERT, B, Step.drop(rowA)),
                arguments(GONE, CHANGE, INSERT, A, Step.give(INSERT, rowA)),
                arguments(NONE, CHANGE, UPDATE_BEFORE, A, Step.drop(STARTING)),
                arguments(rowA, CHANGE, UPDATE_BEFORE, A, Step.give(UPDATE_BEFORE, UPDATING)),
                arguments(rowA, CHANGE, UPDATE_BEFORE, B, Step.drop(rowA)),
                arguments(GONE, CHANGE, UPDATE_BEFORE, B, Step.drop(GONE)),
                arguments(NONE, CHANGE, UPDATE_AFTER, A, Step.give(INSERT, rowA)),
                arguments(rowA, CHANGE, UPDATE_AFTER, B, Step.drop(rowA)),
                arguments(GONE, CHANGE, UPDATE_AFTER, B, Step.drop(GONE)),
                arguments(UPDATING, CHANGE, UPDATE_AFTER, A, Step.give(UPDATE_AFTER, rowA)),
                arguments(STARTING, CHANGE, UPDATE_AFTER, A, Step.give(INSERT, rowA)),
                arguments(NONE, CHANGE, DELETE, A, Step.drop(GONE)),
                arguments(rowA, CHANGE, DELETE, A, Step.give(DELETE, GONE)),
                arguments(rowA, CHANGE, DELETE, B, Step.drop(rowA)),
                arguments(GONE, CHANGE, DELETE, B, Step.drop(GONE)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyStateTakesEveryRowAsTheTableSays(
            KeyState state, boolean scanned, RowKind kind, Hash128 row, Step expected) {
        assertThat(Reconciler.next(state, kind, scanned, row)).isEqualTo(expected);
    }

    static Stream<Arguments> brokenUpdates() {
        return Stream.of(UPDATING, STARTING)
                .flatMap(
                        state ->
                                Stream.of(INSERT, UPDATE_BEFORE, DELETE)
                                        .map(kind -> arguments(state, kind)));
    }

    @ParameterizedTest
    @MethodSource("brokenUpdates")
    void anUpdateWithoutItsSecondHalfIsAnError(KeyState state, RowKind kind) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Reconciler.next(state, kind, CHANGE, A))
                .withMessageContaining(state.toString());
    }

    /**
     * A key's values v0, v1, ..., where 0 is "no item"; the scan reads one of them, or the item's
     * absence; the stream has the changes from any not newer one on; the scan's row arrives
     * anywhere, also within an update.
     */
    @Property(tries = 5000)
    void whateverTheOrderEachRetractionIsOfTheRowThatStandsAndTheLastRowIsTheItems(
            @ForAll("values") List<Integer> values,
            @ForAll @IntRange(max = 100) int link,
            @ForAll @IntRange(max = 100) int from,
            @ForAll @IntRange(max = 100) int place) {
        int scannedAt = link % values.size();
        int first = from % (scannedAt + 1);
        List<Arrival> arrivals = changes(values, first);
        if (values.get(scannedAt) != 0) {
            arrivals.add(
                    place % (arrivals.size() + 1),
                    new Arrival(SCANNED, INSERT, hash(values.get(scannedAt))));
        }

        Hash128 standing = null;
        KeyState state = NONE;
        for (Arrival arrival : arrivals) {
            Step step = Reconciler.next(state, arrival.kind, arrival.scanned, arrival.row);
            state = step.state();
            standing = applied(step.kind(), arrival.row, standing);
        }

        int last = values.get(values.size() - 1);
        assertThat(standing).isEqualTo(last == 0 ? null : hash(last));
    }

    /** Values as small as possible, so that they come again. */
    @Provide
    Arbitrary<List<Integer>> values() {
        return Arbitraries.integers().between(0, 3).list().ofMinSize(1).ofMaxSize(12);
    }

    private static List<Arrival> changes(List<Integer> values, int first) {
        List<Arrival> changes = new ArrayList<>();
        for (int i = first; i + 1 < values.size(); i++) {
            int before = values.get(i);
            int after = values.get(i + 1);
            if (before == 0 && after != 0) {
                changes.add(new Arrival(CHANGE, INSERT, hash(after)));
            } else if (before != 0 && after == 0) {
                changes.add(new Arrival(CHANGE, DELETE, hash(before)));
            } else if (before != 0) {
                changes.add(new Arrival(CHANGE, UPDATE_BEFORE, hash(before)));
                changes.add(new Arrival(CHANGE, UPDATE_AFTER, hash(after)));
            }
        }
        return changes;
    }

    /** Applies a row to the table as a consumer does, who believes every row. */
    private static Hash128 applied(RowKind kind, Hash128 row, Hash128 standing) {
        if (kind == null) {
            return standing;
        }
        boolean takesBack = kind == UPDATE_BEFORE || kind == DELETE;
        assertThat(standing)
                .as("what stands before %s %s", kind, row)
                .isEqualTo(takesBack ? row : null);
        return takesBack ? null : row;
    }

    private static Hash128 hash(int value) {
        return new Hash128(0, value);
    }

    private static final class Arrival {
        final boolean scanned;
        final RowKind kind;
        final Hash128 row;

        Arrival(boolean scanned, RowKind kind, Hash128 row) {
            this.scanned = scanned;
            this.kind = kind;
            this.row = Objects.requireNonNull(row);
        }
    }
}
