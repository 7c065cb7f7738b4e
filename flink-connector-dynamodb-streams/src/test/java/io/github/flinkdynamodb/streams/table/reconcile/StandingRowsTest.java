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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.table.reconcile.StandingRows.Known;
import io.github.flinkdynamodb.streams.table.reconcile.StandingRows.Step;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of each kind of row, whatever is known of the row that stands. */
class StandingRowsTest {

    @ParameterizedTest
    @CsvSource({
        "ROW, INSERT, REPLACE",
        "ROW, UPDATE_AFTER, REPLACE",
        "ROW, DELETE, DELETE",
        "NONE, INSERT, INSERT",
        "NONE, UPDATE_AFTER, INSERT",
        "NONE, DELETE, NOTHING",
        "OLD_IMAGE, INSERT, INSERT",
        "OLD_IMAGE, UPDATE_AFTER, REPLACE_OLD_IMAGE",
        "OLD_IMAGE, DELETE, DELETE_OLD_IMAGE"
    })
    void whatIsDoneFollowsFromWhatIsKnown(Known known, RowKind kind, Step step) {
        assertThat(StandingRows.next(known, kind, false, false)).isEqualTo(step);
    }

    @ParameterizedTest
    @CsvSource({"INSERT", "UPDATE_AFTER"})
    void aRowThatStandsAlreadyIsNotGivenOutAgain(RowKind kind) {
        assertThat(StandingRows.next(Known.ROW, kind, false, true)).isEqualTo(Step.NOTHING);
    }

    @ParameterizedTest
    @EnumSource(Known.class)
    void theFirstHalfOfAnUpdateIsRefusedByItself(Known known) {
        assertThatThrownBy(() -> StandingRows.next(known, RowKind.UPDATE_BEFORE, false, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** It has no row that could be taken back. */
    @ParameterizedTest
    @CsvSource({"ROW, DELETE", "NONE, NOTHING", "OLD_IMAGE, NOTHING"})
    void aDeletionByKeyTakesBackARowThatIsKnown(Known known, Step step) {
        assertThat(StandingRows.next(known, RowKind.DELETE, true, false)).isEqualTo(step);
    }
}
