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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.Downstream;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import java.time.Instant;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class FetchOverlapTest {

    private static final Instant END = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aShardHasPassedOnlyTheEndOfTheScanThatItWasWatchedFor() {
        FetchOverlap overlap = overlap(ScanStartupMode.INITIAL, true);
        overlap.scanEnded(END);
        Instant first = overlap.passageTime();

        overlap.scanEnded(END.plusSeconds(1));
        overlap.shardPassed("s1", first);

        assertThat(overlap.havePassed(Set.of("s1"))).isFalse();
    }

    @Test
    void theServicesTimeIsAheadOfTheFrontierByTheTolerance() {
        FetchOverlap overlap = overlap(ScanStartupMode.INITIAL, false);
        Instant unknown = overlap.serviceTime();
        overlap.moveFrontier(END);
        Instant known = overlap.serviceTime();
        overlap.end();

        assertThat(unknown).isNull();
        assertThat(known).isEqualTo(END.plusSeconds(60));
        assertThat(overlap.serviceTime()).isNull();
    }

    @Test
    void aSourceThatDoesNotReadTableAndStreamSideBySideHoldsNothing() {
        for (ScanStartupMode mode : Set.of(ScanStartupMode.SNAPSHOT, ScanStartupMode.LATEST)) {
            FetchOverlap overlap = overlap(mode, false);

            assertThat(overlap.frontier()).isEqualTo(FetchOverlap.EVERYTHING);
            assertThat(overlap.lasts()).isFalse();
            assertThat(overlap.endsFilters()).isFalse();
            assertThat(overlap.isScanAllowed()).isTrue();
        }
    }

    private static FetchOverlap overlap(ScanStartupMode mode, boolean reconciled) {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ReaderHarness.ARN);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, mode);
        SourceConfig config =
                SourceConfig.from(
                        options,
                        StopMargin.standard(),
                        reconciled ? Downstream.RECONCILES : Downstream.UPSERTS);
        return FetchOverlap.of(config.scan());
    }
}
