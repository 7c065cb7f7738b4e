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
package io.github.flinkdynamodb.streams.source.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What Flink's autoscaler makes of metrics that Prometheus has recorded: of a job of one subtask
 * that took 30 ms a record, and was down for 20 hours. Its stream, of six shards, got 3 records a
 * second in that time, and gets as many while it is read. The recording begins when each of them
 * has been read from once.
 */
class RecordedMetricsTest {

    private static final int SHARDS = 6;
    private static final double WRITTEN_BEFORE = 215_910;
    private static final double WRITTEN_PER_SECOND = 3;

    /** A line of the recording. */
    private static final class Sample {
        final double seconds;
        final double pending;
        final double read;
        final double busy;

        Sample(String line) {
            String[] values = line.split(",");
            seconds = Double.parseDouble(values[0]);
            pending = Double.parseDouble(values[1]);
            read = Double.parseDouble(values[2]);
            busy = Double.parseDouble(values[3]) / 1_000;
        }

        double trulyPending() {
            return WRITTEN_BEFORE + WRITTEN_PER_SECOND * seconds - read;
        }
    }

    private static List<Sample> samples;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file =
                RecordedMetricsTest.class.getResourceAsStream("/metrics/catching-up.csv")) {
            samples =
                    new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .skip(1)
                            .map(Sample::new)
                            .collect(Collectors.toList());
        }
    }

    private static Sample last() {
        return samples.get(samples.size() - 1);
    }

    @Test
    void theEstimateIsCloseToWhatIsThere() {
        assertThat(samples)
                .hasSizeGreaterThan(15)
                .allSatisfy(
                        sample ->
                                assertThat(sample.pending)
                                        .isCloseTo(
                                                sample.trulyPending(),
                                                Percentage.withPercentage(5)));
    }

    @Test
    void theJobIsScaledSoThatItCatchesUpInAboutHalfAnHour() {
        Sample first = samples.get(0);
        double seconds = last().seconds - first.seconds;
        double readPerSecond = (last().read - first.read) / seconds;

        int parallelism =
                new AutoscalerRule(SHARDS)
                        .parallelism(
                                1,
                                readPerSecond,
                                last().busy,
                                first.pending,
                                last().pending,
                                Duration.ofSeconds((long) seconds));
        int blind =
                new AutoscalerRule(SHARDS)
                        .parallelism(1, readPerSecond, 1, 0, 0, Duration.ofSeconds((long) seconds));

        double perSecond = parallelism * readPerSecond - WRITTEN_PER_SECOND;
        assertThat(last().trulyPending() / perSecond)
                .isCloseTo(AutoscalerRule.CATCH_UP.toSeconds(), Percentage.withPercentage(15));
        assertThat(parallelism).isBetween(4, 5);
        assertThat(blind).isEqualTo(2);
    }
}
