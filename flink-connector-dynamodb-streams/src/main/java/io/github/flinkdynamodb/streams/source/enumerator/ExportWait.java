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

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.source.config.ExportTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until an export is complete. It is described again and again, at growing intervals, and
 * once a minute the log says what is waited for. Coordinator thread only.
 */
final class ExportWait {

    private static final Logger LOG = LoggerFactory.getLogger(ExportWait.class);

    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final EnumeratorParts parts;
    private final ExportTarget target;
    private final BiPredicate<ExportDescription, Instant> check;
    private final Consumer<ExportDescription> onCompleted;
    private Duration interval = FIRST_INTERVAL;

    /** Null before the first line. */
    private Instant lastLine;

    /**
     * Creates a wait for one export.
     *
     * @param parts the enumerator's parts
     * @param target where the export is written to
     * @param check takes each description that isn't of a complete export, and the service's time;
     *     returns whether to go on waiting, or throws
     * @param onCompleted receives the export, once it can be read
     */
    ExportWait(
            EnumeratorParts parts,
            ExportTarget target,
            BiPredicate<ExportDescription, Instant> check,
            Consumer<ExportDescription> onCompleted) {
        this.parts = parts;
        this.target = target;
        this.check = check;
        this.onCompleted = onCompleted;
    }

    /** Describes the export now, and as often as it takes. */
    void begin(String arn) {
        parts.calls.describeExport(arn, this::take, ExportSearch::fail);
    }

    /**
     * Takes in what the service says of the export.
     *
     * @param export its description
     * @throws org.apache.flink.util.FlinkRuntimeException if the check says so
     */
    void take(ExportDescription export) {
        Instant now = parts.executor.serviceClock().atLeast();
        if (export.isCompleted()) {
            LOG.info("The {} in {} is read", export, target);
            onCompleted.accept(export);
            return;
        }
        if (!check.test(export, now)) {
            return;
        }
        report(export, now);
        parts.executor.schedule(() -> begin(export.arn()), interval);
        interval = shorter(interval.multipliedBy(2), LONGEST_INTERVAL);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void report(ExportDescription export, Instant now) {
        if (lastLine == null || !lastLine.plus(BETWEEN_LINES).isAfter(now)) {
            lastLine = now;
            LOG.info(
                    "Waiting for {} into {}, for {} min so far; an export takes ten minutes at"
                            + " least",
                    export,
                    target,
                    Duration.between(export.startTime(), now).toMinutes());
        }
    }
}
