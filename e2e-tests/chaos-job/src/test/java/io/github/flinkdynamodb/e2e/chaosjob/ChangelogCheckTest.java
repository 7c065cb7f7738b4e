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
package io.github.flinkdynamodb.e2e.chaosjob;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

/** What the check says of a changelog that isn't right. */
class ChangelogCheckTest {

    @Test
    void aRowThatIsReplacedByTheNextVersionIsRight() {
        assertThat(verdict(insert(3), before(3), after(4))).isEqualTo("k,4,4,0,0,0,1,0");
    }

    @Test
    void aRowThatIsTakenBackAndDoesNotStandIsWrong() {
        assertThat(verdict(insert(3), before(2), after(4))).isEqualTo("k,4,4,0,0,0,1,1");
        assertThat(verdict(before(3), after(4))).isEqualTo("k,4,4,0,0,1,1,2");
    }

    @Test
    void aRowThatCameBeforeTheOneThatStandsWasTakenBackIsWrong() {
        assertThat(verdict(insert(3), insert(4))).isEqualTo("k,4,4,0,0,0,1,1");
        assertThat(verdict(insert(3), after(4))).isEqualTo("k,4,4,0,0,0,1,1");
    }

    @Test
    void aVersionThatIsLeftOutIsAGap() {
        assertThat(verdict(insert(3), before(3), after(5))).isEqualTo("k,5,5,0,0,1,1,0");
    }

    private static Step insert(long version) {
        return new Step(RowKind.INSERT, version);
    }

    private static Step before(long version) {
        return new Step(RowKind.UPDATE_BEFORE, version);
    }

    private static Step after(long version) {
        return new Step(RowKind.UPDATE_AFTER, version);
    }

    /** The verdict after some rows. */
    private static String verdict(Step... rows) {
        ChangelogCheck.Standing item = new ChangelogCheck.Standing(null);
        for (Step row : rows) {
            item.take(row.kind, row.version);
        }
        return item.verdict("k");
    }

    /** One row of an item. */
    private static final class Step {
        private final RowKind kind;
        private final long version;

        Step(RowKind kind, long version) {
            this.kind = kind;
            this.version = version;
        }
    }
}
