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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.ScriptedExports;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table is exported once though clocks differ, and times are rounded. */
class EnumeratorAskedExportTimesTest {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(11);

    private final EnumeratorHarness harness = new EnumeratorHarness();
    private final ScriptedExports exports = harness.service.exports;

    @TempDir private Path folder;
    private Instant begun;

    @BeforeEach
    void aBucket() {
        harness.haveTableExported(folder.resolve("exports"));
        begun = harness.clock.instant();
    }

    private void follow() {
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);
    }

    private String fails(Runnable action) {
        String[] message = new String[1];
        assertThatThrownBy(action::run)
                .isInstanceOf(FlinkRuntimeException.class)
                .satisfies(e -> message[0] = e.getMessage());
        return message[0];
    }

    /** A listing may leave out the type, as that of full exports once did. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIncrementalExportInTheSamePlaceIsNotReadInPlaceOfTheTable(boolean listedWithTypes) {
        if (!listedWithTypes) {
            exports.listWithoutTypes();
        }
        harness.clock.advance(Duration.ofDays(1));
        Instant to = harness.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        ExportRequest changes =
                ExportRequest.of(
                                harness.service.describeTable("orders").join().arn(),
                                "exports",
                                "",
                                null,
                                null)
                        .ofChanges(to.minus(Duration.ofHours(1)), to)
                        .withToken("of another job");
        harness.service.exportTable(changes).join();
        harness.clock.advance(LONG_ENOUGH);

        harness.start(1, 0);
        harness.pass(LONG_ENOUGH);

        assertThat(exports.requests())
                .extracting(ExportRequest::isIncremental)
                .containsExactly(true, false);
        FileSplit file = (FileSplit) harness.context.lastSplitOf("segment-0");
        assertThat(file.table().export().orElseThrow().arn()).isEqualTo(exports.arns().get(1));
    }

    /** Otherwise each restart would make one more. */
    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 2})
    void aFailedExportIsNotFollowedByAnotherHoweverWrongTheClockOfTheMachineIs(int hoursAhead) {
        exports.failNext("InternalError: broken");
        Duration ahead = Duration.ofHours(hoursAhead);
        EnumeratorState first = EnumeratorState.initial(begun.plus(ahead));
        harness.executor.setMachineAhead(ahead);
        fails(
                () -> {
                    harness.start(1, first, true, 0);
                    harness.pass(LONG_ENOUGH);
                });
        EnumeratorHarness restarted = new EnumeratorHarness(harness);
        restarted.executor.setMachineAhead(ahead);

        String message = fails(() -> restarted.start(1, first, false, 0));

        assertThat(message).contains("has failed: InternalError: broken");
        assertThat(exports.made()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 2})
    void aFailedExportOfAnEarlierRunIsPassedOverHoweverWrongTheClockIs(int hoursAhead) {
        exports.failNext("S3AccessDenied: no");
        fails(
                () -> {
                    harness.start(1, 0);
                    harness.pass(LONG_ENOUGH);
                });
        Duration ahead = Duration.ofHours(hoursAhead);
        harness.clock.advance(Duration.ofSeconds(30));
        EnumeratorHarness next = new EnumeratorHarness(harness);
        next.executor.setMachineAhead(ahead);
        next.start(1, EnumeratorState.initial(harness.clock.instant().plus(ahead)), true, 0);
        next.pass(LONG_ENOUGH);

        assertThat(exports.made()).isEqualTo(2);
        assertThat(next.context.ownerOf).hasSize(2);
    }

    /** An export that began before its stream would be paid for in vain, and another one made. */
    @Test
    void withInitialOneExportIsMadeThoughItsTimeIsInWholeSeconds() {
        harness.clock.set(Instant.parse("2026-01-01T00:02:00.900Z"));
        String stream = "arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2026-01-01T00:00:00.900";
        follow();
        harness.service.stream(stream, "orders");
        exports.inWholeSeconds();
        harness.start(1, 0);
        harness.pass(LONG_ENOUGH.plusMinutes(1));

        assertThat(harness.context.ownerOf).containsOnlyKeys("segment-0", "segment-1");
        assertThat(exports.made()).isOne();
    }

    @Test
    void withInitialAnExportThatIsOfNoUseAtOnceIsNotFollowedByOneMore() {
        follow();
        exports.timesEarlierBy(Duration.ofHours(13));

        harness.start(1, 0);

        assertThat(exports.made()).isOne();
    }
}
