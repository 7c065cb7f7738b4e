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
package io.github.flinkdynamodb.streams.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gap of a job that began with the table's items, whose files aren't read beside changes. */
class EnumeratorInitialRepairTest extends RepairScene {

    @BeforeEach
    void theJobBeganWithItems() {
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        reportKeys();
        drop();
        complete();
        harness.pass(LONG_ENOUGH);
    }

    @Test
    void aRestoreWithinAGapGoesOnWithTheFilesThatReadersHold() {
        harness.endSegments(harness.context.ownerOf.get("segment-0"), 0);
        complete();
        EnumeratorState within = harness.checkpoint(99, false);
        harness.enumerator.close();
        harness = new EnumeratorHarness(harness);
        harness.restore(2, within, 0, 1);
        harness.restoredWith(0, "segment-1", "segment-2");
        harness.restoredWith(1);
        say(0, held());
        say(1, held());
        complete();
        harness.pass(LONG_ENOUGH);
        harness.context.ownerOf.put("segment-1", 0);
        harness.context.ownerOf.put("segment-2", 0);
        readFiles();

        assertThat(within.scan().orElseThrow().held().stream()).containsExactly(1, 2);
        assertThat(within.scan().orElseThrow().finished().stream()).containsExactly(0);
        assertThat(harness.context.lastSplit("a")).as("the stream is read").isNotNull();
        assertThat(exports.made()).isEqualTo(5);
    }

    @Test
    void behindTheGapNothingOfItIsInACheckpoint() {
        readFiles();

        assertThat(complete().scan()).isEmpty();
    }
}
