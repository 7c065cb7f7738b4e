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

import java.util.Collection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerSinkTest {

    private final Ledger ledger = Ledger.open(new ManualClock());
    private final LedgerSink.Writer writer = new LedgerSink.Writer(ledger);

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void nothingIsCommittedBeforeACheckpoint() {
        writer.write(Changes.change("a", 1), null);
        writer.flush(false);

        assertThat(ledger.figures().arrived()).isEqualTo(1);
        assertThat(ledger.figures().committed()).isZero();
    }

    @Test
    void changesBetweenTwoCheckpointsAreOneTransaction() {
        writer.write(Changes.change("a", 1), null);
        writer.write(Changes.change("a", 2), null);
        Collection<Transaction> first = writer.prepareCommit();
        writer.write(Changes.change("a", 3), null);
        Collection<Transaction> second = writer.prepareCommit();

        assertThat(first).singleElement().satisfies(t -> assertThat(t.changes()).hasSize(2));
        assertThat(second)
                .singleElement()
                .satisfies(t -> assertThat(t.changes()).containsExactly(Changes.change("a", 3)));
        assertThat(first.iterator().next().id()).isNotEqualTo(second.iterator().next().id());
    }

    @Test
    void checkpointWithoutChangesHasNoTransaction() {
        assertThat(writer.prepareCommit()).isEmpty();
    }
}
