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
package io.github.flinkdynamodb.streams.source.reader;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@OnEachFlink
class StoppingCheckTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static ShardSplit split(Instant stopAt) {
        return ShardSplit.of("arn", "shard-1", null, ShardPosition.trimHorizon())
                .withStopAt(stopAt);
    }

    static Stream<Arguments> same() {
        return Stream.of(
                Arguments.of(StoppingPosition.never(), null),
                Arguments.of(StoppingPosition.latest(), NOON),
                Arguments.of(StoppingPosition.timestamp(NOON), NOON));
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                Arguments.of(StoppingPosition.never(), NOON),
                Arguments.of(StoppingPosition.latest(), null),
                Arguments.of(StoppingPosition.timestamp(NOON), null),
                Arguments.of(StoppingPosition.timestamp(NOON), NOON.plusSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("same")
    void aSplitThatStopsWhereTheSettingsSayIsTaken(StoppingPosition stopping, Instant stopAt) {
        assertThatCode(() -> new StoppingCheck(stopping).check(split(stopAt)))
                .doesNotThrowAnyException();
    }

    @Test
    void aSegmentIsTakenWhereverShardsStop() {
        SegmentSplit segment =
                SegmentSplit.of(new ScannedTable("t", "arn", List.of("id"), 1, true), 0);

        assertThatCode(() -> new StoppingCheck(StoppingPosition.latest()).check(segment))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("changed")
    void anotherStoppingPositionIsRefused(StoppingPosition stopping, Instant stopAt) {
        assertThatThrownBy(() -> new StoppingCheck(stopping).check(split(stopAt)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("scan.bounded.mode")
                .hasMessageContaining("shard-1");
    }
}
