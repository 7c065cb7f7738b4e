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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedExports;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The enumerator of a table that is exported for it: one export, whatever fails. */
@OnEachFlink
class EnumeratorAskedExportTest {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(11);

    private final EnumeratorHarness harness = new EnumeratorHarness();
    private final ScriptedExports exports = harness.service.exports;

    @TempDir private Path folder;
    private Path bucket;
    private Instant begun;

    @BeforeEach
    void aBucket() {
        bucket = folder.resolve("exports");
        harness.haveTableExported(bucket);
        begun = harness.clock.instant();
    }

    private void follow() {
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);
    }

    private void maxAge(Duration age) {
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_MAX_AGE, age);
    }

    /** The JobManager is another process: nothing is left but the job. */
    private EnumeratorHarness restartWithoutState() {
        harness.enumerator.close();
        harness.clock.advance(Duration.ofSeconds(30));
        return new EnumeratorHarness(harness).start(1, 0);
    }

    private String fails(Runnable action) {
        String[] message = new String[1];
        assertThatThrownBy(action::run)
                .isInstanceOf(FlinkRuntimeException.class)
                .satisfies(e -> message[0] = e.getMessage());
        return message[0];
    }

    private void assertReadOnce(EnumeratorHarness reader) {
        assertThat(reader.context.ownerOf).containsOnlyKeys("segment-0", "segment-1");
        FileSplit file = (FileSplit) reader.context.lastSplitOf("segment-0");
        assertThat(file.table().export().orElseThrow().arn()).isEqualTo(exports.arns().get(0));
        assertThat(exports.made()).as("exports").isOne();
    }

    @Test
    void theTableIsExportedAndTheExportIsReadOnceItIsComplete() {
        harness.start(1, 0);
        harness.pass(Duration.ofMinutes(9));
        int assignedBefore = harness.context.ownerOf.size();
        harness.pass(Duration.ofMinutes(2));

        assertThat(assignedBefore).isZero();
        assertReadOnce(harness);
        assertThat(exports.requests().get(0).bucket()).isEqualTo("exports");
        assertThat(harness.service.calls(Operation.SCAN)).isZero();
        assertThat(harness.service.calls(Operation.DESCRIBE_EXPORT)).isBetween(20, 40);
        assertThat(((FileSplit) harness.context.lastSplitOf("segment-0")).table().keyNames())
                .containsExactly("id");
    }

    @Test
    void prefixOwnerAndKeyAreAskedFor() {
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_PREFIX, "a/b");
        harness.options.set(
                DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET_OWNER, "123456789012");
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_KMS_KEY, "key");
        harness.start(1, 0);
        harness.pass(LONG_ENOUGH);

        assertReadOnce(harness);
        assertThat(exports.requests().get(0).prefix()).isEqualTo("a/b");
        assertThat(exports.requests().get(0).bucketOwner()).contains("123456789012");
        assertThat(exports.requests().get(0).kmsKey()).contains("key");
        assertThat(bucket.resolve("a/b/AWSDynamoDB")).isDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "LIST_EXPORTS, TRANSIENT", "LIST_EXPORTS, THROTTLED",
        "EXPORT_TABLE, TRANSIENT", "EXPORT_TABLE, THROTTLED",
        "DESCRIBE_EXPORT, TRANSIENT", "DESCRIBE_EXPORT, THROTTLED",
        "DESCRIBE_TABLE, TRANSIENT", "DESCRIBE_TABLE, THROTTLED",
    })
    void aCallThatFailsForAWhileIsRepeated(Operation call, Kind kind) {
        harness.service.fail(call, "orders", kind, 5);

        harness.start(1, 0);
        harness.pass(LONG_ENOUGH.plusMinutes(1));

        assertThat(harness.service.faultsLeft()).as("faults that didn't happen").isZero();
        assertReadOnce(harness);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"LIST_EXPORTS", "EXPORT_TABLE", "DESCRIBE_EXPORT"})
    void aCallThatIsNotAllowedFailsTheJob(Operation call) {
        harness.service.fail(call, "orders", Kind.ACCESS_DENIED, 1);

        String message =
                fails(
                        () -> {
                            harness.start(1, 0);
                            harness.pass(LONG_ENOUGH);
                        });

        assertThat(message).contains(call + " on orders");
        assertThat(harness.service.faultsLeft()).isZero();
    }

    @Test
    void anAnswerThatIsLostLeadsToTheSameExport() {
        exports.loseAnswers(3);

        harness.start(1, 0);
        harness.pass(LONG_ENOUGH);

        assertThat(exports.answersToLose()).isZero();
        assertThat(harness.service.calls(Operation.EXPORT_TABLE)).isEqualTo(4);
        assertReadOnce(harness);
    }

    /** No checkpoint holds the token: it follows from the job. */
    @ParameterizedTest
    @CsvSource({"0, 0", "0, 3600", "540, 0", "540, 3600", "660, 0", "660, 3600", "20000, 0"})
    void anotherJobManagerWithoutStateAsksForTheSameExport(int seconds, int maxAge) {
        maxAge(Duration.ofSeconds(maxAge));
        harness.start(1, 0);
        harness.pass(Duration.ofSeconds(seconds));

        EnumeratorHarness next = restartWithoutState();
        next.pass(LONG_ENOUGH);

        assertReadOnce(next);
    }

    @Test
    void aRequestWhoseAnswerNobodyReceivedIsRepeatedByAnotherJobManager() {
        maxAge(Duration.ZERO);
        exports.loseAnswers(1);
        harness.start(1, 0);
        int madeBefore = exports.made();

        EnumeratorHarness next = restartWithoutState();
        next.pass(LONG_ENOUGH);

        assertThat(madeBefore).isOne();
        assertReadOnce(next);
    }

    /** A savepoint is restored as another job, whose token would be another one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 300, 660})
    void aRestoreGoesOnWithTheExportOfTheState(int seconds) {
        maxAge(Duration.ZERO);
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.pass(Duration.ofSeconds(seconds));
        harness.jobId = "job 2";

        harness.restore(1, state, 0);
        harness.pass(LONG_ENOUGH);

        assertThat(state.askedExport().orElseThrow().exportArn()).contains(exports.arns().get(0));
        assertReadOnce(harness);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3600, 0", "36000, 1"})
    void aRestoreRepeatsARequestThatWasNotAnswered(int seconds, int listings) {
        maxAge(Duration.ZERO);
        exports.loseAnswers(1);
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.enumerator.close();
        harness.executor.advance(Duration.ofSeconds(seconds));
        harness.jobId = "job 2";

        EnumeratorHarness restored = new EnumeratorHarness(harness);
        restored.restore(1, state, 0);
        restored.pass(LONG_ENOUGH);

        assertThat(state.askedExport().orElseThrow().exportArn()).isEmpty();
        assertThat(harness.service.calls(Operation.LIST_EXPORTS)).isEqualTo(listings);
        assertReadOnce(restored);
    }

    @Test
    void afterTheExportIsReadInPartItIsReadOn() {
        harness.start(1, 0);
        harness.pass(LONG_ENOUGH);
        harness.endSegments(0, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        int described = harness.service.calls(Operation.DESCRIBE_EXPORT);

        harness.restore(1, state, 0);
        harness.restoredWith(0, "segment-1");
        harness.executor.run();

        assertThat(state.askedExport()).isEmpty();
        assertThat(harness.context.ownerOf).isEmpty();
        assertThat(harness.service.calls(Operation.DESCRIBE_EXPORT)).isEqualTo(described);
        assertThat(exports.made()).isOne();
    }

    @Test
    void anExportInTheSamePlaceThatIsRecentEnoughIsRead() {
        harness.start(1, 0);
        harness.pass(Duration.ofMinutes(59));
        harness.jobId = "job 2";

        EnumeratorHarness other = new EnumeratorHarness(harness);
        other.start(1, 0);

        assertReadOnce(other);
        assertThat(other.service.calls(Operation.EXPORT_TABLE)).isOne();
    }

    @Test
    void anExportInProgressIsWaitedForByAnotherJob() {
        harness.start(1, 0);
        harness.pass(Duration.ofMinutes(5));
        harness.jobId = "job 2";

        EnumeratorHarness other = new EnumeratorHarness(harness);
        other.start(1, 0);
        other.pass(Duration.ofMinutes(6));

        assertReadOnce(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"age", "prefix", "key", "table", "format", "failed"})
    void anExportThatIsOldElsewhereOrOfAnotherTableIsNotRead(String difference) {
        if (difference.equals("failed")) {
            exports.failNext("S3NoSuchBucket: no");
            fails(
                    () -> {
                        harness.start(1, 0);
                        harness.pass(LONG_ENOUGH);
                    });
        } else {
            harness.start(1, 0);
            harness.pass(LONG_ENOUGH);
        }
        harness.jobId = "job 2";
        if (difference.equals("age")) {
            harness.pass(Duration.ofMinutes(50));
        } else if (difference.equals("prefix")) {
            harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_PREFIX, "other");
        } else if (difference.equals("key")) {
            harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_KMS_KEY, "key");
        } else if (difference.equals("format")) {
            exports.format("ION");
        } else if (difference.equals("table")) {
            harness.service.recreateTable("orders");
        }

        EnumeratorHarness other = new EnumeratorHarness(harness);
        other.start(1, 0);
        other.pass(LONG_ENOUGH);

        assertThat(exports.made()).isEqualTo(2);
        FileSplit file = (FileSplit) other.context.lastSplitOf("segment-0");
        assertThat(file.table().export().orElseThrow().arn()).isEqualTo(exports.arns().get(1));
    }

    /** A job that is submitted again under its id has the same tokens. */
    @Test
    void aFailedExportOfAnEarlierRunUnderTheSameIdIsFollowedByAnother() {
        exports.failNext("S3AccessDenied: no");
        fails(
                () -> {
                    harness.start(1, 0);
                    harness.pass(LONG_ENOUGH);
                });

        EnumeratorHarness next = restartWithoutState();
        next.pass(LONG_ENOUGH);

        assertThat(exports.made()).isEqualTo(2);
        assertThat(next.context.ownerOf).hasSize(2);
    }

    /** In one process, the source keeps the time of its first start. */
    @Test
    void anExportThatFailedIsNotAskedForAgainByARestart() {
        exports.failNext("InternalError: broken");
        EnumeratorState first = EnumeratorState.initial(harness.clock.instant());
        fails(
                () -> {
                    harness.start(1, first, true, 0);
                    harness.pass(LONG_ENOUGH);
                });

        String message = fails(() -> new EnumeratorHarness(harness).start(1, first, false, 0));

        assertThat(message).contains("has failed: InternalError: broken");
        assertThat(exports.made()).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "S3NoSuchBucket: gone; Create the bucket, or set 'scan.snapshot.export-bucket'",
                "S3AccessDenied: no; s3:PutObject and s3:AbortMultipartUpload on the bucket",
                "KMSKeyNotFound: no; use the key of 'scan.snapshot.export-kms-key'",
                "UnknownError: why; Remove the cause",
            })
    void anExportThatFailsFailsTheJobWithItsReason(String failure, String advice) {
        exports.failNext(failure);

        String message =
                fails(
                        () -> {
                            harness.start(1, 0);
                            harness.pass(LONG_ENOUGH);
                        });

        assertThat(message)
                .startsWith("The export " + exports.arns().get(0) + " of " + begun)
                .contains("into bucket 'exports' has failed: " + failure + ". ")
                .contains(advice)
                .endsWith(
                        "start the job without its state, as a new job: nothing has been read yet");
    }

    @Test
    void withInitialTheStreamIsReadFromTwoMinutesBeforeTheExport() {
        follow();
        harness.shards("a");
        harness.start(1, 0);
        harness.pass(Duration.ofMinutes(5));
        boolean waited = harness.context.ownerOf.isEmpty();
        harness.pass(Duration.ofMinutes(6));

        assertThat(waited).isTrue();
        assertThat(harness.context.lastSplit("a").position().notBefore())
                .contains(begun.minusSeconds(120));
        assertThat(harness.context.ownerOf).containsKeys("a", "segment-0", "segment-1");
    }

    @Test
    void withInitialARestoreWhileWaitingReadsTheSameChanges() {
        follow();
        harness.start(1, 0);
        harness.pass(Duration.ofMinutes(5));
        EnumeratorState state = harness.checkpoint(1, true);
        harness.pass(Duration.ofHours(5));
        harness.shards("a");

        harness.restore(1, state, 0);

        assertThat(harness.context.lastSplit("a").position().notBefore())
                .contains(begun.minusSeconds(120));
        assertThat(exports.made()).isOne();
    }

    @Test
    void withInitialAStreamThatWasEnabledJustNowIsWaitedFor() {
        harness.clock.set(Instant.parse("2026-01-01T00:00:30Z"));
        follow();
        harness.start(1, 0);
        harness.pass(Duration.ofSeconds(89));
        int madeBefore = exports.made();
        harness.pass(LONG_ENOUGH);

        assertThat(madeBefore).isZero();
        assertReadOnce(harness);
    }

    @Test
    void aTableThatIsCreatedAgainWhileItIsExportedFailsTheJobWithWhatToDo() {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.service.recreateTable("orders");

        String message =
                fails(
                        () -> {
                            harness.restore(1, state, 0);
                            harness.pass(LONG_ENOUGH);
                        });

        assertThat(message)
                .contains("for 'scan.snapshot.export-bucket'")
                .contains("it was deleted and created again. Start the job without its state, as")
                .endsWith(" a new job, which asks for another export");
    }

    @Test
    void withInitialAnExportThatIsTooOldAtARestoreFailsTheJobWithWhatToDo() {
        harness.clock.set(Instant.parse("2026-01-03T12:00:00Z"));
        follow();
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.enumerator.close();
        harness.clock.advance(Duration.ofHours(25));

        assertThat(fails(() -> new EnumeratorHarness(harness).restore(1, state, 0)))
                .contains("keeps records for 24 hours. Start the job without its state")
                .endsWith(", as a new job, which asks for another export");
    }

    @Test
    void withInitialAnExportThatTakesLongerThanChangesAreKeptFailsTheJob() {
        harness.clock.set(Instant.parse("2026-01-03T12:00:00Z"));
        exports.duration(Duration.ofHours(30));
        follow();
        harness.start(1, 0);

        assertThat(fails(() -> harness.pass(Duration.ofHours(24))))
                .contains("takes too long: changes are read from 2026-01-03T11:58:00Z on")
                .contains("without 'scan.snapshot.export-bucket', which scans the table");
    }

    @Test
    void aSnapshotWaitsAsLongAsItTakes() {
        exports.duration(Duration.ofHours(30));
        harness.start(1, 0);
        harness.pass(Duration.ofHours(31));

        assertReadOnce(harness);
    }

    @Test
    void withInitialAnExportBeforeTheStreamIsNotRead() {
        harness.clock.set(Instant.parse("2025-12-31T23:45:00Z"));
        maxAge(Duration.ofHours(3));
        harness.start(1, 0);
        harness.pass(Duration.ofMinutes(20));
        harness.jobId = "job 2";
        follow();

        EnumeratorHarness other = new EnumeratorHarness(harness);
        other.start(1, 0);
        other.pass(LONG_ENOUGH);

        assertThat(exports.made()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "scan.snapshot.export-bucket, another, ''",
        "scan.snapshot.export-prefix, another, ''",
    })
    void aRestoreIntoAnotherPlaceIsRefusedWhileTheExportIsWaitedFor(String option, String value) {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.options.setString(option, value);

        assertThat(fails(() -> harness.restore(1, state, 0)))
                .startsWith("The state that the job was restored from waits for export ")
                .contains("into bucket 'exports' with the prefix '', but")
                .contains("'" + value + "'")
                .contains("Start the job without that state, from which nothing has been read");
    }

    @Test
    void aRestoreWithoutTheBucketIsRefusedWhileTheExportIsWaitedFor() {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET_PATH);

        assertThat(fails(() -> harness.restore(1, state, 0)))
                .contains("but 'scan.snapshot.export-bucket' is not set");
    }

    @Test
    void onceItIsReadTheExportMayBeReadFromItsFolderInstead() {
        harness.start(1, 0);
        harness.pass(LONG_ENOUGH);
        harness.endSegments(0, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        String arn = exports.arns().get(0);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET_PATH);
        harness.options.set(
                DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT,
                bucket.resolve("AWSDynamoDB")
                        .resolve(arn.substring(arn.lastIndexOf('/') + 1))
                        .toUri()
                        .toString());

        harness.restore(1, state, 0);
        harness.restoredWith(0, "segment-1");
        harness.endSegments(0, 1);

        assertThat(harness.context.actions).endsWith("no more splits -> 0");
    }

    @Test
    void aSchemeWithoutAFileSystemFailsBeforeAnythingIsAskedFor() {
        harness.options.set(
                DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET_PATH, "nosuch://exports");

        assertThat(fails(() -> harness.start(1, 0)))
                .contains("for 'scan.snapshot.export-bucket'")
                .contains("Flink has no file system for 'nosuch'");
        assertThat(exports.made()).isZero();
    }
}
