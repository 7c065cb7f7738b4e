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
package io.github.flinkdynamodb.streams.source.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.util.InstantiationUtil;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every option of the source means, and what each mistake is told. */
@OnEachFlink
class SourceConfigTest {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-23T00:00:00.000";

    @Test
    void whatIsNotSetHasItsDefault() {
        SourceConfig config = with();

        assertThat(config.tableName()).contains("Orders");
        assertThat(config.streamArn()).isEmpty();
        assertThat(config.startup()).isEqualTo(StartupPosition.latest());
        assertThat(config.stopping()).isEqualTo(StoppingPosition.never());
        assertThat(config.onDataLoss()).isEqualTo(DataLossPolicy.FAIL);
        assertThat(config.onDecodeError()).isEqualTo(DecodeErrorPolicy.FAIL);
        assertThat(config.shardDiscoveryInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.pollMinInterval()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.pollMaxInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.fetchMaxRequests()).isEqualTo(64);
        assertThat(config.fetchMaxBytes()).isEqualTo(64L << 20);
        assertThat(config.retryMaxDuration()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void whatIsSetIsTaken() {
        SourceConfig config =
                with(
                        "scan.on-data-loss",
                        "continue",
                        "scan.on-decode-error",
                        "skip",
                        "scan.shard-discovery.interval",
                        "5 s",
                        "scan.poll.min-interval",
                        "50 ms",
                        "scan.poll.max-interval",
                        "3 s",
                        "scan.fetch.max-requests",
                        "7",
                        "scan.fetch.max-bytes",
                        "9 mb",
                        "scan.retry.max-duration",
                        "2 min");

        assertThat(config.onDataLoss()).isEqualTo(DataLossPolicy.CONTINUE);
        assertThat(config.onDecodeError()).isEqualTo(DecodeErrorPolicy.SKIP);
        assertThat(config.shardDiscoveryInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.pollMinInterval()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.pollMaxInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.fetchMaxRequests()).isEqualTo(7);
        assertThat(config.fetchMaxBytes()).isEqualTo(9L << 20);
        assertThat(config.retryMaxDuration()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void settingsSurviveSerialization() throws Exception {
        SourceConfig config =
                with(
                        "scan.startup.mode",
                        "timestamp",
                        "scan.startup.timestamp-millis",
                        "1000",
                        "scan.bounded.mode",
                        "latest");

        SourceConfig copy = InstantiationUtil.clone(config);

        assertThat(copy).usingRecursiveComparison().isEqualTo(config);
        assertThat(copy.startup()).isEqualTo(config.startup());
    }

    @Test
    void streamMayBeNamedByItsArn() {
        SourceConfig config = from("stream.arn", ARN);

        assertThat(config.streamArn()).contains(ARN);
        assertThat(config.tableName()).isEmpty();
    }

    @Test
    void exactlyOneStreamMustBeNamed() {
        assertRejected(() -> from())
                .hasMessageContaining("Missing option 'stream.arn' or 'table-name'");
        assertRejected(() -> from("stream.arn", ARN, "table-name", "Orders"))
                .hasMessageContaining("'stream.arn' = '" + ARN + "'")
                .hasMessageContaining("'table-name' = 'Orders'")
                .hasMessageContaining("both set");
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:dynamodb:us-east-1:000000000000:table/alternator_a@a/stream/2026-01-14T09:10:48.474,"
            + " us-east-1",
        "S628609b0-f129-11f0-bf67-2a478ea9d1e5,",
        "arn:scylla:alternator:alternator_a:scylla:table/a/stream/628609b0,"
    })
    void streamsOfAlternatorAreTakenAtAnEndpointOfItsOwn(String arn, String region) {
        SourceConfig config = from("stream.arn", arn, "aws.endpoint", "http://localhost:8043");

        assertThat(config.streamArn()).contains(arn);
        assertThat(StreamArn.parse(arn, true).region()).isEqualTo(Optional.ofNullable(region));
        assertRejected(() -> from("stream.arn", arn))
                .hasMessageContaining("Invalid value '" + arn + "' for 'stream.arn'");
    }

    @Test
    void keyspaceOfAlternatorIsNoPartOfTheTablesName() {
        String arn = "arn:aws:dynamodb:us-east-1:0:table/alternator_a@orders/stream/x";

        assertThat(StreamArn.tableNameOf(arn)).contains("orders");
        assertThat(StreamArn.tableNameOf(ARN)).contains("Orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Orders",
                "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/Orders",
                "arn:aws:dynamodb::123456789012:table/Orders/stream/x",
                "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/"
            })
    void streamMustBeTheArnOfAStream(String arn) {
        assertRejected(() -> from("stream.arn", arn))
                .hasMessageContaining("Invalid value '" + arn + "' for 'stream.arn'")
                .hasMessageContaining("arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE/stream/LABEL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "aws-cn", "aws-us-gov"})
    void arnOfAnyPartitionIsTakenApart(String partition) {
        StreamArn arn = StreamArn.parse(ARN.replace("arn:aws:", "arn:" + partition + ":"), false);

        assertThat(arn.region()).contains("eu-west-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "two words", "arn:aws:x", "a/b/c"})
    void tableMustHaveTheNameOfOne(String table) {
        assertRejected(() -> from("table-name", table))
                .hasMessageContaining("Invalid value '" + table + "' for 'table-name'")
                .hasMessageContaining("3 to 255");
    }

    @ParameterizedTest
    @CsvSource({
        "trim-horizon, TRIM_HORIZON",
        "earliest-offset, TRIM_HORIZON",
        "latest, LATEST",
        "latest-offset, LATEST"
    })
    void startupModesAndTheirOtherNames(String value, StartupPosition.Mode mode) {
        assertThat(with("scan.startup.mode", value).startup().mode()).isEqualTo(mode);
    }

    @Test
    void startupAtATimestamp() {
        SourceConfig config =
                with("scan.startup.mode", "timestamp", "scan.startup.timestamp-millis", "1700");

        assertThat(config.startup())
                .isEqualTo(StartupPosition.timestamp(Instant.ofEpochMilli(1700)));
    }

    @Test
    void snapshotHasItsDefaults() {
        SourceConfig config = with("scan.startup.mode", "snapshot");

        assertThat(config.startup()).isEqualTo(StartupPosition.snapshot());
        assertThat(config.isSnapshot()).isTrue();
        assertThat(config.table()).contains("Orders");
        assertThat(config.scan().segments()).isEmpty();
        assertThat(config.scan().consistentRead()).isTrue();
        assertThat(config.scan().maxReadCapacity()).isEmpty();
    }

    @Test
    void snapshotIsReadAsItIsSet() {
        SourceConfig config =
                with(
                        "scan.startup.mode",
                        "initial",
                        "scan.snapshot.segments",
                        "8",
                        "scan.snapshot.consistent-read",
                        "false",
                        "scan.snapshot.max-read-capacity",
                        "500");

        assertThat(config.startup()).isEqualTo(StartupPosition.initial());
        assertThat(config.isSnapshot()).isFalse();
        assertThat(config.scan().segments()).contains(8);
        assertThat(config.scan().consistentRead()).isFalse();
        assertThat(config.scan().maxReadCapacity()).contains(500L);
    }

    @ParameterizedTest
    @CsvSource({
        "scan.snapshot.segments, 8",
        "scan.snapshot.consistent-read, true",
        "scan.snapshot.max-read-capacity, 500",
        "scan.snapshot.endpoint, http://localhost:8000"
    })
    void whatOnlyASnapshotUsesIsRefusedWithoutOne(String key, String value) {
        assertRejected(() -> with(key, value, "scan.startup.mode", "trim-horizon"))
                .hasMessage(
                        "'%s' = '%s' is not used by 'scan.startup.mode' = 'trim-horizon': remove"
                                + " it, or set 'scan.startup.mode' = 'initial' or 'snapshot'",
                        key, value);
        assertThat(with(key, value, "scan.startup.mode", "snapshot")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', s3://exports/AWSDynamoDB/017-a",
        "a/b, '', s3://exports/a/b/AWSDynamoDB/017-a",
        "'', s3a://other, s3a://other/AWSDynamoDB/017-a",
        "a, file:///mnt/exports/, file:///mnt/exports/a/AWSDynamoDB/017-a",
    })
    void anExportIsReadInItsFolderOfTheBucket(String prefix, String path, String folder) {
        Map<String, String> options = new HashMap<>();
        options.put("scan.startup.mode", "snapshot");
        options.put("scan.snapshot.export-bucket", "exports");
        if (!prefix.isEmpty()) {
            options.put("scan.snapshot.export-prefix", prefix);
        }
        if (!path.isEmpty()) {
            options.put("scan.snapshot.export-bucket-path", path);
        }
        options.put("table-name", "Orders");

        ScanConfig scan = SourceConfig.from(Configuration.fromMap(options)).scan();

        assertThat(scan.folderOf("arn:aws:dynamodb:r:1:table/Orders/export/017-a"))
                .contains(folder);
        assertThat(scan.readsExport()).isTrue();
        assertThat(scan.exportTarget().orElseThrow().maxAge()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource({
        "k-1, arn:aws:kms:r:1:key/k-1, true",
        "arn:aws:kms:r:1:key/k-1, arn:aws:kms:r:1:key/k-1, true",
        "k-1, arn:aws:kms:r:1:key/other-k-1, false",
        "k-1, , false"
    })
    void anExportIsEncryptedWithTheKeyThatIsSet(String set, String found, boolean same) {
        SourceConfig config =
                with(
                        "scan.startup.mode",
                        "snapshot",
                        "scan.snapshot.export-bucket",
                        "exports",
                        "scan.snapshot.export-kms-key",
                        set);

        assertThat(config.scan().exportTarget().orElseThrow().isPlaceOf("exports", "", found))
                .isEqualTo(same);
    }

    @Test
    void snapshotHasNoStoppingPosition() {
        assertRejected(() -> with("scan.startup.mode", "snapshot", "scan.bounded.mode", "latest"))
                .hasMessage(
                        "'scan.bounded.mode' = 'latest' is not used by 'scan.startup.mode' ="
                                + " 'snapshot', which ends after the table's last item: remove it");
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders, eu-west-1",
        "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/Orders, cn-north-1"
    })
    void arnOfATableHasItsRegionAndName(String arn, String region) {
        assertThat(TableArn.parse(arn).region()).isEqualTo(region);
        assertThat(TableArn.parse(arn).tableName()).isEqualTo("Orders");
    }

    @ParameterizedTest
    @EnumSource(
            value = ScanStartupMode.class,
            names = {"TIMESTAMP", "INCREMENTAL_EXPORT", "POSITIONS"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyStartupModeReadsATableByItsArn(ScanStartupMode mode) {
        String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";

        SourceConfig config = from("table-name", arn, "scan.startup.mode", mode.toString());

        assertThat(config.tableName()).contains(arn);
        assertThat(config.table()).contains(arn);
        assertThat(config.streamArn()).isEmpty();
    }

    @Test
    void endpointOfTablesIsTakenWithoutASnapshotIfATablesArnIsToBeDescribed() {
        String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";

        assertThat(from("table-name", arn, "scan.snapshot.endpoint", "http://localhost:8000"))
                .isNotNull();
        assertRejected(() -> from("table-name", arn, "scan.snapshot.segments", "8"))
                .hasMessageContaining("is not used by 'scan.startup.mode' = 'latest'");
    }

    @Test
    void snapshotReadsTheTableOfAStream() {
        SourceConfig config = from("stream.arn", ARN, "scan.startup.mode", "snapshot");

        assertThat(config.table()).contains("arn:aws:dynamodb:eu-west-1:123456789012:table/Orders");
    }

    @Test
    void snapshotOfAStreamThatNamesNoTableIsRefused() {
        String arn = "S628609b0-f129-11f0-bf67-2a478ea9d1e5";

        assertRejected(
                        () ->
                                from(
                                        "stream.arn",
                                        arn,
                                        "aws.endpoint",
                                        "http://localhost:8043",
                                        "scan.startup.mode",
                                        "snapshot"))
                .hasMessage(
                        "'stream.arn' = '%s' names no table, which 'scan.startup.mode' ="
                                + " 'snapshot' reads: set 'table-name' instead",
                        arn);
    }

    @Test
    void positionsAreThoseOfAFile() {
        SourceConfig config =
                with("scan.startup.mode", "positions", "scan.startup.positions-file", "s3://b/p");

        assertThat(config.startup()).isEqualTo(StartupPosition.positions("s3://b/p"));
        assertThat(config.startup()).isNotEqualTo(StartupPosition.positions("s3://b/q"));
        assertThat(config.startup()).hasToString("POSITIONS(s3://b/p)");
    }

    @ParameterizedTest
    @CsvSource({"unbounded, NEVER", "latest, LATEST"})
    void boundedModes(String value, StoppingPosition.Mode mode) {
        assertThat(with("scan.bounded.mode", value).stopping().mode()).isEqualTo(mode);
    }

    @Test
    void boundedByATimestamp() {
        SourceConfig config =
                with("scan.bounded.mode", "timestamp", "scan.bounded.timestamp-millis", "1700");

        assertThat(config.stopping())
                .isEqualTo(StoppingPosition.timestamp(Instant.ofEpochMilli(1700)));
    }

    @ParameterizedTest
    @CsvSource({
        "scan.startup.mode, 'earliest-offset, incremental-export, initial, latest, latest-offset,"
                + " positions, snapshot, timestamp, trim-horizon'",
        "scan.bounded.mode, 'latest, timestamp, unbounded'",
        "scan.on-data-loss, 'continue, fail, repair'",
        "scan.on-decode-error, 'dead-letter, fail, skip'"
    })
    void unknownWordIsRejectedWithTheKnownOnes(String key, String allowed) {
        assertRejected(() -> with(key, "sometimes"))
                .hasMessageContaining("Invalid value 'sometimes' for '" + key + "'")
                .hasMessageContaining("[" + allowed + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"startup", "bounded"})
    void timestampAndModeGoTogether(String which) {
        String mode = "scan." + which + ".mode";
        String millis = "scan." + which + ".timestamp-millis";

        assertRejected(() -> with(mode, "timestamp"))
                .hasMessageContaining("Missing option '" + millis + "'")
                .hasMessageContaining("'" + mode + "' = 'timestamp' needs it");
        assertRejected(() -> with(mode, "latest", millis, "5"))
                .hasMessageContaining("'" + millis + "' = '5' is not used by")
                .hasMessageContaining("'" + mode + "' = 'latest'");
        assertRejected(() -> with(mode, "timestamp", millis, "-1"))
                .hasMessageContaining("Invalid value '-1' for '" + millis + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "scan.shard-discovery.interval, 999 ms, 1000 ms to 3600000 ms",
        "scan.shard-discovery.interval, 61 min, 1000 ms to 3600000 ms",
        "scan.poll.max-interval, 0 ms, 1 ms to 300000 ms",
        "scan.poll.max-interval, 6 min, 1 ms to 300000 ms",
        "scan.poll.min-interval, 0 ms, 1 ms to 300000 ms",
        "scan.poll.min-interval, 6 min, 1 ms to 300000 ms",
        "scan.retry.max-duration, 10 ms, 1000 ms to 86400000 ms",
        "scan.retry.max-duration, 25 h, 1000 ms to 86400000 ms",
        "scan.fetch.max-requests, 0, 1 to 1000",
        "scan.fetch.max-requests, 1001, 1 to 1000",
        "scan.fetch.max-bytes, 1 kb, 1 mb to 1048576 mb"
    })
    void numbersHaveTheirRange(String key, String value, String range) {
        assertRejected(() -> with(key, value))
                .hasMessageContaining("' for '" + key + "': expected ")
                .hasMessageContaining(range);
    }

    @ParameterizedTest
    @CsvSource({
        "scan.snapshot.segments, 0, 0, 1 to 1000000",
        "scan.snapshot.segments, 1000001, 1000001, 1 to 1000000",
        "scan.snapshot.segments, many, many, an integer such as",
        "scan.snapshot.max-read-capacity, 0, 0, 1 to 10000000",
        "scan.snapshot.max-read-capacity, 10000001, 10000001, 1 to 10000000",
        "scan.snapshot.max-read-capacity, 1.5, 1.5, an integer such as",
        "scan.snapshot.consistent-read, perhaps, perhaps, one of true and false"
    })
    void valuesOfSnapshotsHaveTheirRange(String key, String value, String shown, String expected) {
        assertRejected(() -> with("scan.startup.mode", "snapshot", key, value))
                .hasMessageStartingWith(
                        "Invalid value '" + shown + "' for '" + key + "': expected ")
                .hasMessageContaining(expected);
    }

    private interface Call {
        void make();
    }

    /** SQL clients show nothing but the last cause. */
    private static AbstractThrowableAssert<?, ? extends Throwable> assertRejected(Call call) {
        return assertThatThrownBy(call::make)
                .isInstanceOf(IllegalConfigurationException.class)
                .hasNoCause();
    }

    private static SourceConfig with(String... keysAndValues) {
        String[] all = Arrays.copyOf(keysAndValues, keysAndValues.length + 2);
        all[keysAndValues.length] = "table-name";
        all[keysAndValues.length + 1] = "Orders";
        return from(all);
    }

    private static SourceConfig from(String... keysAndValues) {
        Configuration options = new Configuration();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            options.setString(keysAndValues[i], keysAndValues[i + 1]);
        }
        return SourceConfig.from(options);
    }
}
