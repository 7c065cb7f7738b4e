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

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_PREFIX;

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.config.ExportTarget;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.util.FlinkRuntimeException;

/** Checks exports that the source asks for, before they are read. */
final class AskedExportChecks {

    /** By how much an export may seem older than its request: its times may be rounded. */
    static final Duration ROUNDING = Duration.ofSeconds(5);

    private final SourceConfig config;
    private final TableChecks ofTable;

    AskedExportChecks(SourceConfig config, TableChecks ofTable) {
        this.config = config;
        this.ofTable = ofTable;
    }

    /**
     * Checks that the settings go on waiting for the export of the state.
     *
     * @param asked the export
     * @throws FlinkRuntimeException if they ask for none, or for one in another place
     */
    void requireContinued(AskedExport asked) {
        ExportRequest request = asked.request();
        Optional<ExportTarget> target = config.scan().exportTarget();
        if (target.isEmpty()
                || !target.get().bucket().equals(request.bucket())
                || !target.get().prefix().equals(request.prefix())) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The state that the job was restored from waits for %s into bucket '%s'"
                                    + " with the prefix '%s', but '%s' is %s. Start the job without"
                                    + " that state, from which nothing has been read, or set '%s'"
                                    + " and '%s' to these",
                            asked,
                            request.bucket(),
                            request.prefix(),
                            SNAPSHOT_EXPORT_BUCKET.key(),
                            target.map(
                                            set ->
                                                    String.format(
                                                            "'%s', with the prefix '%s'",
                                                            set.bucket(), set.prefix()))
                                    .orElse("not set"),
                            SNAPSHOT_EXPORT_BUCKET.key(),
                            SNAPSHOT_EXPORT_PREFIX.key()));
        }
    }

    /**
     * Checks that the export of the state is of the table that the settings name.
     *
     * @throws FlinkRuntimeException if it is of another one
     */
    void requireOf(TableDescription table, AskedExport asked) {
        if (!asked.request().tableArn().equals(table.arn())) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The state that the job was restored from waits for an export of table"
                                    + " %s, but the table that is read is %s. Start the job without"
                                    + " that state, from which nothing has been read",
                            asked.request().tableArn(), table.arn()));
        }
    }

    /**
     * Returns for how long to wait before an export is asked for: if its changes are read too, its
     * stream must have been enabled some minutes before.
     *
     * @return zero for not at all
     * @throws FlinkRuntimeException if changes are read and the table has no enabled stream
     */
    Duration untilFollowed(TableDescription table, Instant now) {
        if (config.isSnapshot()) {
            return Duration.ZERO;
        }
        Instant first =
                ExportChecks.labelOf(ofTable.requireStream(table))
                        .map(enabled -> enabled.plus(Duration.between(firstChange(now), now)))
                        .map(followed -> followed.plus(ROUNDING))
                        .orElse(now);
        return first.isAfter(now) ? Duration.between(now, first) : Duration.ZERO;
    }

    /** Returns from when on changes are read besides an export of a time. */
    private Instant firstChange(Instant exportTime) {
        return TableExport.completeUpTo(exportTime).minus(config.scan().tolerance());
    }

    /**
     * Returns whether an export is of a table as it is now, and its changes are still there if they
     * are read too.
     */
    boolean isReadable(ExportDescription export, TableDescription table, Instant now) {
        boolean sameTable =
                export.request().tableArn().equals(table.arn())
                        && export.tableId().filter(table.tableId()::equals).isPresent();
        return sameTable && (config.isSnapshot() || isFollowed(export, table, now));
    }

    private boolean isFollowed(ExportDescription export, TableDescription table, Instant now) {
        Instant first = firstChange(export.time());
        boolean captured =
                ExportChecks.labelOf(ofTable.requireStream(table))
                        .filter(first::isBefore)
                        .isEmpty();
        return captured && !first.isBefore(now.minus(OverlapSession.RETENTION));
    }

    /**
     * Checks that an export which isn't complete hasn't failed, and that the first change after it
     * is still there.
     *
     * @throws FlinkRuntimeException if it has failed, or that change has been trimmed
     */
    void requireInTime(ExportDescription export, Instant now) {
        if (export.isFailed()) {
            throw failed(export);
        }
        Instant first = firstChange(export.time());
        if (!config.isSnapshot() && first.isBefore(now.minus(OverlapSession.RETENTION))) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The %s takes too long: changes are read from %s on, but it is %s:"
                                    + " DynamoDB Streams keeps records for 24 hours. Start the job"
                                    + " without its state and without '%s', which scans the table",
                            export, first, now, SNAPSHOT_EXPORT_BUCKET.key()));
        }
    }

    /** Returns the failure of a job whose export has failed. */
    FlinkRuntimeException failed(ExportDescription export) {
        return new FlinkRuntimeException(
                String.format(
                        "The %s into bucket '%s' has failed: %s. %s. Then start the job without its"
                                + " state, as a new job: nothing has been read yet",
                        export,
                        export.request().bucket(),
                        export.failure(),
                        ExportFailures.advice(
                                export.failure(), config.scan().exportTarget().orElseThrow())));
    }
}
