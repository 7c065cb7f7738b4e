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
package io.github.flinkdynamodb.streams.source;

import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of the source, with their keys, types, defaults and descriptions. The DataStream
 * builder and SQL tables share them. Keys that begin with {@code aws.} are those of Flink's own AWS
 * connectors.
 */
@PublicEvolving
public final class DynamoDbStreamsSourceOptions {

    private DynamoDbStreamsSourceOptions() {}

    /** {@code stream.arn}. */
    public static final ConfigOption<String> STREAM_ARN =
            ConfigOptions.key("stream.arn")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "ARN of the stream to read. Set either this or table-name. If the"
                                    + " stream is disabled, it is read to its end, and the source"
                                    + " finishes.");

    /** {@code table-name}. */
    public static final ConfigOption<String> TABLE_NAME =
            ConfigOptions.key("table-name")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Name or ARN of the table whose latest stream is read; another"
                                    + " account's table is named by its ARN. Set either this or"
                                    + " stream.arn. If the stream is disabled and the table gets a"
                                    + " new one, the source continues with that.");

    /** {@code aws.region}. */
    public static final ConfigOption<String> AWS_REGION =
            ConfigOptions.key("aws.region")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "AWS region. Defaults to the region of the ARN, then to the AWS SDK's"
                                    + " region provider chain.");

    /** {@code aws.endpoint}. */
    public static final ConfigOption<String> AWS_ENDPOINT =
            ConfigOptions.key("aws.endpoint")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "URL of DynamoDB Streams, instead of the region's own endpoint: for"
                                    + " example a VPC endpoint or DynamoDB Local.");

    /** {@code scan.startup.mode}. */
    public static final ConfigOption<ScanStartupMode> STARTUP_MODE =
            ConfigOptions.key("scan.startup.mode")
                    .enumType(ScanStartupMode.class)
                    .defaultValue(ScanStartupMode.LATEST)
                    .withDescription(
                            "Where to start without a savepoint: at the oldest record that is left"
                                + " (trim-horizon or earliest-offset), at the start of the job"
                                + " (latest or latest-offset), at a timestamp, or where another job"
                                + " has stopped (positions). Or with the items of the table, going"
                                + " on with the changes made since (initial), or the items alone,"
                                + " without the table's stream (snapshot). Or with nothing but the"
                                + " changes of incremental exports (incremental-export).");

    /** {@code scan.startup.timestamp-millis}. */
    public static final ConfigOption<Long> STARTUP_TIMESTAMP_MILLIS =
            ConfigOptions.key("scan.startup.timestamp-millis")
                    .longType()
                    .noDefaultValue()
                    .withDescription(
                            "Start of the startup mode timestamp, in epoch milliseconds. Records"
                                    + " created before that second are left out.");

    /** {@code scan.startup.positions-file}. */
    public static final ConfigOption<String> STARTUP_POSITIONS_FILE =
            ConfigOptions.key("scan.startup.positions-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the position of each shard, of the startup mode positions,"
                                    + " on any file system that Flink knows. It is read at the"
                                    + " first start only.");

    /** {@code scan.snapshot.segments}. */
    public static final ConfigOption<Integer> SNAPSHOT_SEGMENTS =
            ConfigOptions.key("scan.snapshot.segments")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                            "Number of segments that a table is divided into for its snapshot. It"
                                    + " is fixed at the first start. Defaults to four a subtask, or"
                                    + " one a GiB of the table if that is more, at most 10000. One"
                                    + " that has been read takes some hundred bytes on the"
                                    + " JobManager until the next checkpoint, in batch mode until"
                                    + " the job ends.");

    /** {@code scan.snapshot.consistent-read}. */
    public static final ConfigOption<Boolean> SNAPSHOT_CONSISTENT_READ =
            ConfigOptions.key("scan.snapshot.consistent-read")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether a snapshot reads strongly consistent. If not, it costs half as"
                                    + " much, and may lack the newest writes. It is fixed at the"
                                    + " first start.");

    /** {@code scan.snapshot.max-read-capacity}. */
    public static final ConfigOption<Long> SNAPSHOT_MAX_READ_CAPACITY =
            ConfigOptions.key("scan.snapshot.max-read-capacity")
                    .longType()
                    .noDefaultValue()
                    .withDescription(
                            "Read capacity units a second that the snapshot of a job consumes at"
                                + " most. Defaults to half of what the table has provisioned. On"
                                + " demand, half of the warm throughput to begin with.");

    /** {@code scan.snapshot.endpoint}. */
    public static final ConfigOption<String> SNAPSHOT_ENDPOINT =
            ConfigOptions.key("scan.snapshot.endpoint")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "URL of DynamoDB, where a snapshot reads the table, and a table's ARN"
                                    + " is described. Defaults to what belongs to aws.endpoint;"
                                    + " needed if that is a VPC endpoint.");

    /** {@code scan.snapshot.export}. */
    public static final ConfigOption<String> SNAPSHOT_EXPORT =
            ConfigOptions.key("scan.snapshot.export")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Folder of a full export, in DynamoDB JSON, to be read instead of the"
                                    + " table: s3://bucket/AWSDynamoDB/01234567890123-a1b2c3d4, or"
                                    + " a copy on any file system that Flink knows.");

    /** {@code scan.snapshot.export-bucket}. */
    public static final ConfigOption<String> SNAPSHOT_EXPORT_BUCKET =
            ConfigOptions.key("scan.snapshot.export-bucket")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Name of an S3 bucket. DynamoDB is asked for a full export of the table"
                                    + " into it, which is read instead of the table. Needs"
                                    + " point-in-time recovery.");

    /** {@code scan.snapshot.export-prefix}. */
    public static final ConfigOption<String> SNAPSHOT_EXPORT_PREFIX =
            ConfigOptions.key("scan.snapshot.export-prefix")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Folder of that bucket that the export is written to. Defaults to the"
                                    + " bucket's root.");

    /** {@code scan.snapshot.export-bucket-owner}. */
    public static final ConfigOption<String> SNAPSHOT_EXPORT_BUCKET_OWNER =
            ConfigOptions.key("scan.snapshot.export-bucket-owner")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Account that the bucket belongs to, if it isn't that of the"
                                    + " credentials.");

    /** {@code scan.snapshot.export-kms-key}. */
    public static final ConfigOption<String> SNAPSHOT_EXPORT_KMS_KEY =
            ConfigOptions.key("scan.snapshot.export-kms-key")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "ID or ARN of the KMS key that encrypts the export. Defaults to the"
                                    + " encryption by S3.");

    /** {@code scan.snapshot.export-bucket-path}. */
    public static final ConfigOption<String> SNAPSHOT_EXPORT_BUCKET_PATH =
            ConfigOptions.key("scan.snapshot.export-bucket-path")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Where Flink reads the bucket, such as s3a://bucket or a folder that it"
                                    + " is mounted at. Defaults to s3://bucket.");

    /** {@code scan.snapshot.export-max-age}. */
    public static final ConfigOption<Duration> SNAPSHOT_EXPORT_MAX_AGE =
            ConfigOptions.key("scan.snapshot.export-max-age")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription(
                            "How old an export in the same place may be to be read instead of"
                                    + " asking for another one. 0 s for never.");

    /** {@code scan.incremental-export.folders}. */
    public static final ConfigOption<List<String>> INCREMENTAL_EXPORT_FOLDERS =
            ConfigOptions.key("scan.incremental-export.folders")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "Folders of incremental exports, in DynamoDB JSON, whose changes are"
                                    + " read by scan.startup.mode = incremental-export:"
                                    + " s3://bucket/AWSDynamoDB/01234567890123-a1b2c3d4, or copies"
                                    + " on any file system that Flink knows. If there are several,"
                                    + " separated by ';' and in any order, each window must begin"
                                    + " when the one before ends.");

    /** {@code scan.bounded.mode}. */
    public static final ConfigOption<ScanBoundedMode> BOUNDED_MODE =
            ConfigOptions.key("scan.bounded.mode")
                    .enumType(ScanBoundedMode.class)
                    .defaultValue(ScanBoundedMode.UNBOUNDED)
                    .withDescription(
                            "Where to stop: never (unbounded), after the changes that exist when"
                                + " the job starts (latest), or at a timestamp. The source finishes"
                                + " there.");

    /** {@code scan.bounded.timestamp-millis}. */
    public static final ConfigOption<Long> BOUNDED_TIMESTAMP_MILLIS =
            ConfigOptions.key("scan.bounded.timestamp-millis")
                    .longType()
                    .noDefaultValue()
                    .withDescription(
                            "End of the bounded mode timestamp, in epoch milliseconds. Records"
                                    + " created later are left out.");

    /** {@code scan.on-data-loss}. */
    public static final ConfigOption<DataLossPolicy> ON_DATA_LOSS =
            ConfigOptions.key("scan.on-data-loss")
                    .enumType(DataLossPolicy.class)
                    .defaultValue(DataLossPolicy.FAIL)
                    .withDescription(
                            "What to do if changes can no longer be read, because they were trimmed"
                                    + " or because their shard or stream is gone: fail the job,"
                                    + " continue with the oldest changes that are left, or repair"
                                    + " the gap from incremental exports of up to 35 days"
                                    + " (repair).");

    /** {@code scan.repair.export-bucket}. */
    public static final ConfigOption<String> REPAIR_EXPORT_BUCKET =
            ConfigOptions.key("scan.repair.export-bucket")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Name of an S3 bucket, for scan.on-data-loss = repair. DynamoDB is"
                                + " asked for incremental exports into it, whose changes close the"
                                + " gap. Needs point-in-time recovery.");

    /** {@code scan.repair.export-prefix}. */
    public static final ConfigOption<String> REPAIR_EXPORT_PREFIX =
            ConfigOptions.key("scan.repair.export-prefix")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Folder of that bucket that the exports are written to. Defaults to the"
                                    + " bucket's root.");

    /** {@code scan.repair.export-bucket-owner}. */
    public static final ConfigOption<String> REPAIR_EXPORT_BUCKET_OWNER =
            ConfigOptions.key("scan.repair.export-bucket-owner")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Account that the bucket belongs to, if it isn't that of the"
                                    + " credentials.");

    /** {@code scan.repair.export-kms-key}. */
    public static final ConfigOption<String> REPAIR_EXPORT_KMS_KEY =
            ConfigOptions.key("scan.repair.export-kms-key")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "ID or ARN of the KMS key that encrypts the exports. Defaults to the"
                                    + " encryption by S3.");

    /** {@code scan.repair.export-bucket-path}. */
    public static final ConfigOption<String> REPAIR_EXPORT_BUCKET_PATH =
            ConfigOptions.key("scan.repair.export-bucket-path")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Where Flink reads the bucket, such as s3a://bucket or a folder that it"
                                    + " is mounted at. Defaults to s3://bucket.");

    /** {@code scan.on-decode-error}. */
    public static final ConfigOption<DecodeErrorPolicy> ON_DECODE_ERROR =
            ConfigOptions.key("scan.on-decode-error")
                    .enumType(DecodeErrorPolicy.class)
                    .defaultValue(DecodeErrorPolicy.FAIL)
                    .withDescription(
                            "What to do with a record that cannot be decoded: fail the job, skip"
                                + " and count the record, or emit it with its place and cause as a"
                                + " dead letter. In SQL also null: set the field to NULL and count"
                                + " it.");

    /** {@code scan.shard-discovery.interval}. */
    public static final ConfigOption<Duration> SHARD_DISCOVERY_INTERVAL =
            ConfigOptions.key("scan.shard-discovery.interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "Interval between two listings of all shards. A safety net: the"
                                    + " children of a shard are looked up as soon as it ends.");

    /** {@code scan.poll.min-interval}. */
    public static final ConfigOption<Duration> POLL_MIN_INTERVAL =
            ConfigOptions.key("scan.poll.min-interval")
                    .durationType()
                    .defaultValue(Duration.ofMillis(200))
                    .withDescription(
                            "Shortest interval between two polls of a shard that has been read to"
                                    + " its end.");

    /** {@code scan.poll.max-interval}. */
    public static final ConfigOption<Duration> POLL_MAX_INTERVAL =
            ConfigOptions.key("scan.poll.max-interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription(
                            "Longest interval between two polls of an idle shard. Every poll is"
                                    + " billed, even if it returns nothing.");

    /** {@code scan.fetch.max-requests}. */
    public static final ConfigOption<Integer> FETCH_MAX_REQUESTS =
            ConfigOptions.key("scan.fetch.max-requests")
                    .intType()
                    .defaultValue(64)
                    .withDescription("Maximum number of requests in flight per subtask.");

    /** {@code scan.fetch.max-bytes}. */
    public static final ConfigOption<MemorySize> FETCH_MAX_BYTES =
            ConfigOptions.key("scan.fetch.max-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription(
                            "Maximum size of fetched but not yet emitted pages per subtask.");

    /** {@code scan.retry.max-duration}. */
    public static final ConfigOption<Duration> RETRY_MAX_DURATION =
            ConfigOptions.key("scan.retry.max-duration")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "How long the calls for a shard are retried without a success before"
                                    + " the job fails.");

    /** {@code scan.metrics.per-shard}. */
    public static final ConfigOption<Boolean> METRICS_PER_SHARD =
            ConfigOptions.key("scan.metrics.per-shard")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether there are metrics of each shard that is being read, up to 200"
                                    + " shards a subtask. They disappear when the shard ends.");

    /** {@code scan.rebalance.mode}. */
    public static final ConfigOption<RebalanceMode> REBALANCE_MODE =
            ConfigOptions.key("scan.rebalance.mode")
                    .enumType(RebalanceMode.class)
                    .defaultValue(RebalanceMode.NONE)
                    .withDescription(
                            "Whether the children of a shard leave its reader if that has more than"
                                    + " its share: never (none), or judged by the number of shards,"
                                    + " or by the bytes read since the checkpoint before. They move"
                                    + " behind the next completed checkpoint, which must be"
                                    + " aligned.");

    /** {@code scan.rebalance.threshold}. */
    public static final ConfigOption<Double> REBALANCE_THRESHOLD =
            ConfigOptions.key("scan.rebalance.threshold")
                    .doubleType()
                    .defaultValue(1.2)
                    .withDescription(
                            "How much a reader may have, as a multiple of the mean of all readers,"
                                    + " before the children of its shards move to the one that has"
                                    + " least.");

    /** {@code scan.rebalance.max-wait}. */
    public static final ConfigOption<Duration> REBALANCE_MAX_WAIT =
            ConfigOptions.key("scan.rebalance.max-wait")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(2))
                    .withDescription(
                            "How long a child waits at most for the checkpoint that lets it move;"
                                    + " after that it stays with its parent's reader. If no"
                                    + " checkpoint has completed for so long, it stays at once. Set"
                                    + " it longer than the interval between checkpoints.");

    /** {@code aws.credentials.provider}. */
    public static final ConfigOption<CredentialsProviderType> CREDENTIALS_PROVIDER =
            ConfigOptions.key("aws.credentials.provider")
                    .enumType(CredentialsProviderType.class)
                    .defaultValue(CredentialsProviderType.AUTO)
                    .withDescription(
                            "Source of the credentials. AUTO is the AWS SDK's default chain."
                                    + " Without this option, but with an access key, it is BASIC.");

    /** {@code aws.credentials.basic.accesskeyid}. */
    public static final ConfigOption<String> CREDENTIALS_ACCESS_KEY_ID =
            ConfigOptions.key("aws.credentials.basic.accesskeyid")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.basic.accesskeyid")
                    .withDescription("Access key ID of BASIC.");

    /** {@code aws.credentials.basic.secretkey}. */
    public static final ConfigOption<String> CREDENTIALS_SECRET_KEY =
            ConfigOptions.key("aws.credentials.basic.secretkey")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.basic.secretkey")
                    .withDescription("Secret access key of BASIC.");

    /** {@code aws.credentials.basic.sessiontoken}. */
    public static final ConfigOption<String> CREDENTIALS_SESSION_TOKEN =
            ConfigOptions.key("aws.credentials.basic.sessiontoken")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.basic.sessiontoken")
                    .withDescription("Session token of temporary credentials, optional for BASIC.");

    /** {@code aws.credentials.profile.name}. */
    public static final ConfigOption<String> CREDENTIALS_PROFILE_NAME =
            ConfigOptions.key("aws.credentials.profile.name")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.profile.name")
                    .withDescription(
                            "Profile of PROFILE. Defaults to the AWS SDK's default profile.");

    /** {@code aws.credentials.profile.path}. */
    public static final ConfigOption<String> CREDENTIALS_PROFILE_PATH =
            ConfigOptions.key("aws.credentials.profile.path")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.profile.path")
                    .withDescription("File of the profile. Defaults to the AWS SDK's usual files.");

    /** {@code aws.credentials.role.arn}. */
    public static final ConfigOption<String> CREDENTIALS_ROLE_ARN =
            ConfigOptions.key("aws.credentials.role.arn")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.role.arn")
                    .withDescription(
                            "ARN of the role for ASSUME_ROLE and WEB_IDENTITY_TOKEN. For the latter"
                                    + " it defaults to that of the environment.");

    /** {@code aws.credentials.role.sessionName}. */
    public static final ConfigOption<String> CREDENTIALS_ROLE_SESSION_NAME =
            ConfigOptions.key("aws.credentials.role.sessionName")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.role.sessionName")
                    .withDescription("Session name for ASSUME_ROLE and WEB_IDENTITY_TOKEN.");

    /** {@code aws.credentials.role.externalId}. */
    public static final ConfigOption<String> CREDENTIALS_ROLE_EXTERNAL_ID =
            ConfigOptions.key("aws.credentials.role.externalId")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.role.externalId")
                    .withDescription("External ID, optional for ASSUME_ROLE.");

    /** {@code aws.credentials.role.stsEndpoint}. */
    public static final ConfigOption<String> CREDENTIALS_ROLE_STS_ENDPOINT =
            ConfigOptions.key("aws.credentials.role.stsEndpoint")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.role.stsEndpoint")
                    .withDescription(
                            "URL of AWS STS for ASSUME_ROLE and WEB_IDENTITY_TOKEN, instead of the"
                                    + " region's own endpoint.");

    /** {@code aws.credentials.role.provider}. */
    public static final ConfigOption<CredentialsProviderType> CREDENTIALS_ROLE_PROVIDER =
            ConfigOptions.key("aws.credentials.role.provider")
                    .enumType(CredentialsProviderType.class)
                    .defaultValue(CredentialsProviderType.AUTO)
                    .withFallbackKeys("aws.credentials.provider.role.provider")
                    .withDescription(
                            "Source of the credentials that assume the role of ASSUME_ROLE. It may"
                                + " be any provider, also another ASSUME_ROLE. Its own options have"
                                + " the prefix aws.credentials.role.provider. instead of"
                                + " aws.credentials.");

    /** {@code aws.credentials.webIdentityToken.file}. */
    public static final ConfigOption<String> CREDENTIALS_WEB_IDENTITY_TOKEN_FILE =
            ConfigOptions.key("aws.credentials.webIdentityToken.file")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.webIdentityToken.file")
                    .withDescription(
                            "File of the token for WEB_IDENTITY_TOKEN. Defaults to that of the"
                                    + " environment.");

    /** {@code aws.credentials.custom.class}. */
    public static final ConfigOption<String> CREDENTIALS_CUSTOM_CLASS =
            ConfigOptions.key("aws.credentials.custom.class")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.custom.class")
                    .withDescription(
                            "Class for CUSTOM. It implements the AWS SDK's AwsCredentialsProvider,"
                                    + " and has a public static create() or a public constructor,"
                                    + " without parameters.");

    private static final List<ConfigOption<?>> ALL =
            List.of(
                    STREAM_ARN,
                    TABLE_NAME,
                    AWS_REGION,
                    AWS_ENDPOINT,
                    STARTUP_MODE,
                    STARTUP_TIMESTAMP_MILLIS,
                    STARTUP_POSITIONS_FILE,
                    SNAPSHOT_SEGMENTS,
                    SNAPSHOT_CONSISTENT_READ,
                    SNAPSHOT_MAX_READ_CAPACITY,
                    SNAPSHOT_ENDPOINT,
                    SNAPSHOT_EXPORT,
                    SNAPSHOT_EXPORT_BUCKET,
                    SNAPSHOT_EXPORT_PREFIX,
                    SNAPSHOT_EXPORT_BUCKET_OWNER,
                    SNAPSHOT_EXPORT_KMS_KEY,
                    SNAPSHOT_EXPORT_BUCKET_PATH,
                    SNAPSHOT_EXPORT_MAX_AGE,
                    INCREMENTAL_EXPORT_FOLDERS,
                    BOUNDED_MODE,
                    BOUNDED_TIMESTAMP_MILLIS,
                    ON_DATA_LOSS,
                    REPAIR_EXPORT_BUCKET,
                    REPAIR_EXPORT_PREFIX,
                    REPAIR_EXPORT_BUCKET_OWNER,
                    REPAIR_EXPORT_KMS_KEY,
                    REPAIR_EXPORT_BUCKET_PATH,
                    ON_DECODE_ERROR,
                    SHARD_DISCOVERY_INTERVAL,
                    POLL_MIN_INTERVAL,
                    POLL_MAX_INTERVAL,
                    FETCH_MAX_REQUESTS,
                    FETCH_MAX_BYTES,
                    RETRY_MAX_DURATION,
                    METRICS_PER_SHARD,
                    REBALANCE_MODE,
                    REBALANCE_THRESHOLD,
                    REBALANCE_MAX_WAIT,
                    CREDENTIALS_PROVIDER,
                    CREDENTIALS_ACCESS_KEY_ID,
                    CREDENTIALS_SECRET_KEY,
                    CREDENTIALS_SESSION_TOKEN,
                    CREDENTIALS_PROFILE_NAME,
                    CREDENTIALS_PROFILE_PATH,
                    CREDENTIALS_ROLE_ARN,
                    CREDENTIALS_ROLE_SESSION_NAME,
                    CREDENTIALS_ROLE_EXTERNAL_ID,
                    CREDENTIALS_ROLE_STS_ENDPOINT,
                    CREDENTIALS_ROLE_PROVIDER,
                    CREDENTIALS_WEB_IDENTITY_TOKEN_FILE,
                    CREDENTIALS_CUSTOM_CLASS);

    /**
     * Returns all options of the source.
     *
     * @return the options, in the order of their declaration
     */
    public static List<ConfigOption<?>> all() {
        return ALL;
    }
}
