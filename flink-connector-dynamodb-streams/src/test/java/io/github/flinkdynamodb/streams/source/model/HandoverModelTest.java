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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random interleavings of a table's resharding, the handover of its shards,
 * checkpoints, failures and restores, on one thread. Real are the enumerator, the readers with
 * Flink's base class and fetcher, all serializers and the decoding; Flink's coordinator, mailboxes,
 * checkpoints and recovery are modelled, and so is the service.
 *
 * <p>{@code -Dmodel.seed=} runs the interleavings of a seed, {@code -Dmodel.sequences=} so many of
 * them. A failure names its seed and shows the fewest steps that still fail.
 */
@OnEachFlink
class HandoverModelTest {

    /**
     * Children and answer leave in one step of the enumerator: no barrier falls between, unless the
     * answer waits for a child to inherit.
     */
    private static final String RARE = "barrier at the reader at CHILDREN_TAKEN";

    private static final String[] SITUATIONS = {
        "3 checkpoints at once",
        "barrier that overtakes events",
        "checkpoint aborted",
        "checkpoint overtaken by a later one",
        "child not listed, not found",
        "child listed, not found",
        "child not listed, found",
        "discovery fails",
        "reset to a checkpoint before the news that it is complete",
        "savepoint",
        "shard trimmed",
        "start at a time",
        "stop at a time",
        "stream ended early",
    };

    @Test
    void everyRecordCountsOnceAndInOrderWhateverFailsDuringAHandover() {
        new ModelRun(Mode.HANDOVER, wanted()).run();
    }

    @Test
    void theSameHoldsIfChildrenLeaveTheReaderOfTheirParent() {
        List<String> wanted = new ArrayList<>(Situations.disturbancesOfMoves());
        wanted.add("child moves");
        new ModelRun(Mode.MOVES, wanted).run();
    }

    /** The order is what the checkpoint is waited for: without it the model finds the fault. */
    @Test
    void aChildThatMovesBeforeTheCheckpointCompletesMayBeAheadOfItsParent() {
        OverlapModelFaultsTest.requireFound(Fault.MOVE_BEHIND_BEGUN_CHECKPOINT, "may be overtaken");
    }

    private static List<String> wanted() {
        List<String> wanted = new ArrayList<>(List.of(SITUATIONS));
        wanted.addAll(Situations.disturbancesAt(EnumSet.allOf(HandoverStep.class)));
        wanted.remove(RARE);
        return wanted;
    }
}
