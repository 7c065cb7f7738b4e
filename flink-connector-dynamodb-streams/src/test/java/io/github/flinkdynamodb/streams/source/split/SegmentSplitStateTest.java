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
package io.github.flinkdynamodb.streams.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.Hash128;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEachFlink
class SegmentSplitStateTest {

    private static final SegmentSplit SEGMENT =
            SegmentSplit.of(new ScannedTable("t", "arn", List.of("id"), 4, true), 3);

    private final List<Integer> asked = new ArrayList<>();

    /** A page of items whose keys have these hashes. */
    private SegmentSplitState.Page page(int... keys) {
        return count -> {
            asked.add(count);
            return hashes(keys).subList(0, count);
        };
    }

    private static List<Hash128> hashes(int... keys) {
        List<Hash128> hashes = new ArrayList<>();
        for (int key : keys) {
            hashes.add(new Hash128(0, key));
        }
        return hashes;
    }

    @Test
    void aStateThatHasNotMovedIsTheSplit() {
        SegmentSplit restored = SEGMENT.at("key", hashes(1, 2));

        assertThat(new SegmentSplitState(SEGMENT).toSplit()).isEqualTo(SEGMENT);
        assertThat(new SegmentSplitState(restored).toSplit()).isEqualTo(restored);
        assertThat(new SegmentSplitState(SEGMENT.end()).toSplit()).isEqualTo(SEGMENT.end());
    }

    @Test
    void keysAreHashedOnlyWhenACheckpointIsTakenWithinAPage() {
        // Given
        SegmentSplitState state = new SegmentSplitState(SEGMENT);
        SegmentSplitState.Page page = page(1, 2, 3);

        // When
        state.advanceTo(page, 1);
        state.advanceTo(page, 2);
        boolean notYet = asked.isEmpty();
        SegmentSplit within = state.toSplit();
        state.startPage("key", List.of());
        SegmentSplit between = state.toSplit();

        // Then
        assertThat(notYet).isTrue();
        assertThat(within).isEqualTo(SEGMENT.at(null, hashes(1, 2)));
        assertThat(between).isEqualTo(SEGMENT.at("key", List.of()));
        assertThat(asked).containsExactly(2);
    }

    @Test
    void whatWasEmittedBeforeStaysBesideWhatThePageHasNow() {
        // Given 1 is gone, 9 is new, and 3 and 4 come later
        SegmentSplitState state = new SegmentSplitState(SEGMENT.at("key", hashes(1, 2, 3, 4)));

        // When
        state.advanceTo(page(9, 2, 8), 2);

        // Then
        assertThat(state.toSplit().emitted()).isEqualTo(hashes(1, 2, 3, 4, 9));
    }

    @Test
    void whatNoPageHasHadYetIsCarriedOnToTheNext() {
        SegmentSplitState state = new SegmentSplitState(SEGMENT.at("key", hashes(1, 2, 3)));

        state.advanceTo(page(1), 1);
        state.startPage("next", hashes(2, 3));

        assertThat(state.toSplit()).isEqualTo(SEGMENT.at("next", hashes(2, 3)));
    }

    @Test
    void anEndedSegmentHasNoPosition() {
        SegmentSplitState state = new SegmentSplitState(SEGMENT.at("key", hashes(1)));

        state.advanceTo(page(1, 2), 2);
        state.end();

        assertThat(state.toSplit()).isEqualTo(SEGMENT.end());
        assertThat(asked).isEmpty();
    }
}
