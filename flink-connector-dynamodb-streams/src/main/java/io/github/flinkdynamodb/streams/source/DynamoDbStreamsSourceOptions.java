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
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * Every option of the source, with its key, its default and its description. The DataStream builder
 * and SQL use these same objects. Keys that begin with {@code aws.} are those of Flink's own AWS
 * connectors.
 */
@PublicEvolving
public final class DynamoDbStreamsSourceOptions {

    private DynamoDbStreamsSourceOptions() {}

    /**
     * The stream to read, by its ARN. Exactly one of stream.arn and table-name must be set. When
     * the stream is disabled, it is read to its end and the source finishes.
     */
    public static final ConfigOption<String> STREAM_ARN =
            ConfigOptions.key("stream.arn")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The stream to read, by its ARN. Exactly one of stream.arn and"
                                + " table-name must be set. When the stream is disabled, it is read"
                                + " to its end and the source finishes.");

    /**
     * The table whose latest stream is read. When the stream is disabled and the table gets a new
     * one, the source goes on with it.
     */
    public static final ConfigOption<String> TABLE_NAME =
            ConfigOptions.key("table-name")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The table whose latest stream is read. When the stream is disabled and"
                                    + " the table gets a new one, the source goes on with it.");

    /**
     * The AWS region. Taken from the ARN, or found by the AWS SDK in its usual places, where it is
     * not set.
     */
    public static final ConfigOption<String> AWS_REGION =
            ConfigOptions.key("aws.region")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The AWS region. Taken from the ARN, or found by the AWS SDK in its"
                                    + " usual places, where it is not set.");

    /**
     * The URL of the service instead of the regional endpoint, such as that of DynamoDB Local or of
     * a VPC endpoint.
     */
    public static final ConfigOption<String> AWS_ENDPOINT =
            ConfigOptions.key("aws.endpoint")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The URL of the service instead of the regional endpoint, such as that"
                                    + " of DynamoDB Local or of a VPC endpoint.");

    /**
     * Where to begin when the job starts without a savepoint: trim-horizon (or earliest-offset),
     * latest (or latest-offset), timestamp.
     */
    public static final ConfigOption<String> STARTUP_MODE =
            ConfigOptions.key("scan.startup.mode")
                    .stringType()
                    .defaultValue("latest")
                    .withDescription(
                            "Where to begin when the job starts without a savepoint: trim-horizon"
                                + " (or earliest-offset), latest (or latest-offset), timestamp.");

    /**
     * For the startup mode timestamp: epoch milliseconds. Records created before that second are
     * left out.
     */
    public static final ConfigOption<Long> STARTUP_TIMESTAMP_MILLIS =
            ConfigOptions.key("scan.startup.timestamp-millis")
                    .longType()
                    .noDefaultValue()
                    .withDescription(
                            "For the startup mode timestamp: epoch milliseconds. Records created"
                                    + " before that second are left out.");

    /**
     * Where to stop: unbounded, latest (what is there when the job starts), timestamp. A source
     * that stops lets the job finish.
     */
    public static final ConfigOption<String> BOUNDED_MODE =
            ConfigOptions.key("scan.bounded.mode")
                    .stringType()
                    .defaultValue("unbounded")
                    .withDescription(
                            "Where to stop: unbounded, latest (what is there when the job starts),"
                                    + " timestamp. A source that stops lets the job finish.");

    /**
     * For the bounded mode timestamp: epoch milliseconds. Records created after that moment are
     * left out.
     */
    public static final ConfigOption<Long> BOUNDED_TIMESTAMP_MILLIS =
            ConfigOptions.key("scan.bounded.timestamp-millis")
                    .longType()
                    .noDefaultValue()
                    .withDescription(
                            "For the bounded mode timestamp: epoch milliseconds. Records created"
                                    + " after that moment are left out.");

    /**
     * What to do when records were trimmed before they were read: fail, or continue with the oldest
     * that is left.
     */
    public static final ConfigOption<String> ON_DATA_LOSS =
            ConfigOptions.key("scan.on-data-loss")
                    .stringType()
                    .defaultValue("fail")
                    .withDescription(
                            "What to do when records were trimmed before they were read: fail, or"
                                    + " continue with the oldest that is left.");

    /**
     * What to do with a record that the deserialization schema rejects: fail, or skip it and count
     * it. In SQL also null: a field that can't be decoded becomes NULL and is counted.
     */
    public static final ConfigOption<String> ON_DECODE_ERROR =
            ConfigOptions.key("scan.on-decode-error")
                    .stringType()
                    .defaultValue("fail")
                    .withDescription(
                            "What to do with a record that the deserialization schema rejects:"
                                    + " fail, or skip it and count it. In SQL also null: a field"
                                    + " that can't be decoded becomes NULL and is counted.");

    /**
     * How often all shards are listed. A safety net: the children of a shard are found as soon as
     * it ends.
     */
    public static final ConfigOption<Duration> SHARD_DISCOVERY_INTERVAL =
            ConfigOptions.key("scan.shard-discovery.interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "How often all shards are listed. A safety net: the children of a shard"
                                    + " are found as soon as it ends.");

    /** The pause between two polls of a shard that has just been caught up with. */
    public static final ConfigOption<Duration> POLL_MIN_INTERVAL =
            ConfigOptions.key("scan.poll.min-interval")
                    .durationType()
                    .defaultValue(Duration.ofMillis(200))
                    .withDescription(
                            "The pause between two polls of a shard that has just been caught up"
                                    + " with.");

    /** The pause that the polls of an idle shard back off to. Polls are billed, empty ones too. */
    public static final ConfigOption<Duration> POLL_MAX_INTERVAL =
            ConfigOptions.key("scan.poll.max-interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription(
                            "The pause that the polls of an idle shard back off to. Polls are"
                                    + " billed, empty ones too.");

    /** How many requests a subtask keeps in flight. */
    public static final ConfigOption<Integer> FETCH_MAX_REQUESTS =
            ConfigOptions.key("scan.fetch.max-requests")
                    .intType()
                    .defaultValue(64)
                    .withDescription("How many requests a subtask keeps in flight.");

    /** How many bytes of pages a subtask holds that have been fetched and not emitted. */
    public static final ConfigOption<MemorySize> FETCH_MAX_BYTES =
            ConfigOptions.key("scan.fetch.max-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription(
                            "How many bytes of pages a subtask holds that have been fetched and not"
                                    + " emitted.");

    /** How long a shard is retried without one success before the job fails. */
    public static final ConfigOption<Duration> RETRY_MAX_DURATION =
            ConfigOptions.key("scan.retry.max-duration")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "How long a shard is retried without one success before the job"
                                    + " fails.");

    /**
     * Where the credentials come from: AUTO (the chain of the AWS SDK), BASIC, PROFILE,
     * ASSUME_ROLE, WEB_IDENTITY_TOKEN, ENV_VAR, SYS_PROP, CUSTOM.
     */
    public static final ConfigOption<String> CREDENTIALS_PROVIDER =
            ConfigOptions.key("aws.credentials.provider")
                    .stringType()
                    .defaultValue("AUTO")
                    .withDescription(
                            "Where the credentials come from: AUTO (the chain of the AWS SDK),"
                                    + " BASIC, PROFILE, ASSUME_ROLE, WEB_IDENTITY_TOKEN, ENV_VAR,"
                                    + " SYS_PROP, CUSTOM.");

    /** For BASIC: the access key id. */
    public static final ConfigOption<String> CREDENTIALS_ACCESS_KEY_ID =
            ConfigOptions.key("aws.credentials.basic.accesskeyid")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.basic.accesskeyid")
                    .withDescription("For BASIC: the access key id.");

    /** For BASIC: the secret access key. */
    public static final ConfigOption<String> CREDENTIALS_SECRET_KEY =
            ConfigOptions.key("aws.credentials.basic.secretkey")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.basic.secretkey")
                    .withDescription("For BASIC: the secret access key.");

    /** For BASIC, optional: the session token of temporary credentials. */
    public static final ConfigOption<String> CREDENTIALS_SESSION_TOKEN =
            ConfigOptions.key("aws.credentials.basic.sessiontoken")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.basic.sessiontoken")
                    .withDescription(
                            "For BASIC, optional: the session token of temporary credentials.");

    /** For PROFILE: the profile. */
    public static final ConfigOption<String> CREDENTIALS_PROFILE_NAME =
            ConfigOptions.key("aws.credentials.profile.name")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.profile.name")
                    .withDescription("For PROFILE: the profile.");

    /** For PROFILE, optional: the file that holds the profile. */
    public static final ConfigOption<String> CREDENTIALS_PROFILE_PATH =
            ConfigOptions.key("aws.credentials.profile.path")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.profile.path")
                    .withDescription("For PROFILE, optional: the file that holds the profile.");

    /** For ASSUME_ROLE and WEB_IDENTITY_TOKEN: the role to assume. */
    public static final ConfigOption<String> CREDENTIALS_ROLE_ARN =
            ConfigOptions.key("aws.credentials.role.arn")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.role.arn")
                    .withDescription("For ASSUME_ROLE and WEB_IDENTITY_TOKEN: the role to assume.");

    /** For ASSUME_ROLE and WEB_IDENTITY_TOKEN: the name of the session. */
    public static final ConfigOption<String> CREDENTIALS_ROLE_SESSION_NAME =
            ConfigOptions.key("aws.credentials.role.sessionName")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.role.sessionName")
                    .withDescription(
                            "For ASSUME_ROLE and WEB_IDENTITY_TOKEN: the name of the session.");

    /** For ASSUME_ROLE, optional: the external id. */
    public static final ConfigOption<String> CREDENTIALS_ROLE_EXTERNAL_ID =
            ConfigOptions.key("aws.credentials.role.externalId")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.role.externalId")
                    .withDescription("For ASSUME_ROLE, optional: the external id.");

    /**
     * For ASSUME_ROLE and WEB_IDENTITY_TOKEN, optional: the URL of STS instead of the regional
     * endpoint.
     */
    public static final ConfigOption<String> CREDENTIALS_ROLE_STS_ENDPOINT =
            ConfigOptions.key("aws.credentials.role.stsEndpoint")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.role.stsEndpoint")
                    .withDescription(
                            "For ASSUME_ROLE and WEB_IDENTITY_TOKEN, optional: the URL of STS"
                                    + " instead of the regional endpoint.");

    /**
     * For ASSUME_ROLE: the provider of the credentials that assume the role; any of the kinds,
     * ASSUME_ROLE too. Its own settings are the same keys with the prefix
     * aws.credentials.role.provider. instead of aws.credentials.
     */
    public static final ConfigOption<String> CREDENTIALS_ROLE_PROVIDER =
            ConfigOptions.key("aws.credentials.role.provider")
                    .stringType()
                    .defaultValue("AUTO")
                    .withFallbackKeys("aws.credentials.provider.role.provider")
                    .withDescription(
                            "For ASSUME_ROLE: the provider of the credentials that assume the role;"
                                    + " any of the kinds, ASSUME_ROLE too. Its own settings are the"
                                    + " same keys with the prefix aws.credentials.role.provider."
                                    + " instead of aws.credentials.");

    /** For WEB_IDENTITY_TOKEN, optional: the file that holds the token. */
    public static final ConfigOption<String> CREDENTIALS_WEB_IDENTITY_TOKEN_FILE =
            ConfigOptions.key("aws.credentials.webIdentityToken.file")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.webIdentityToken.file")
                    .withDescription(
                            "For WEB_IDENTITY_TOKEN, optional: the file that holds the token.");

    /**
     * For CUSTOM: a class that implements the AWS SDK's AwsCredentialsProvider, with a public
     * constructor or a public static create(), without parameters.
     */
    public static final ConfigOption<String> CREDENTIALS_CUSTOM_CLASS =
            ConfigOptions.key("aws.credentials.custom.class")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("aws.credentials.provider.custom.class")
                    .withDescription(
                            "For CUSTOM: a class that implements the AWS SDK's"
                                + " AwsCredentialsProvider, with a public constructor or a public"
                                + " static create(), without parameters.");
}
