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

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_MAX_AGE;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** Where an export is written to that the source asks for, and from where it is read. Immutable. */
@Internal
public final class ExportTarget implements Serializable {

    private static final long serialVersionUID = 1L;

    /** As ExportTableToPointInTime has it. */
    private static final Pattern BUCKET = Pattern.compile("[a-zA-Z0-9][.\\-\\w]*[a-zA-Z0-9]");

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern PREFIX =
            Pattern.compile("(?!/)(?!.*//)[^\\s].{0,1023}(?<![/\\s])");
    private static final Pattern KEY = Pattern.compile("\\S{1,2048}");
    private static final Pattern PATH =
            Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/+[^/\\s](.*\\S)?");
    private static final Duration MOST_AGE = Duration.ofDays(35);

    /** The folder of all exports below the prefix. */
    private static final String EXPORTS = "/AWSDynamoDB/";

    private final String option;
    private final String keyOption;
    private final String bucket;
    private final String prefix;
    private final String bucketOwner;
    private final String kmsKey;
    private final String path;
    private final Duration maxAge;

    private ExportTarget(OptionValues values, ExportOptions names, String bucket, Duration maxAge) {
        this.bucket = bucket;
        this.option = names.bucket.key();
        this.keyOption = names.kmsKey.key();
        this.prefix =
                text(
                        values,
                        names.prefix,
                        PREFIX,
                        "up to 1024 characters, without a slash or white space at either end, or"
                                + " two slashes in a row",
                        "");
        this.bucketOwner =
                text(values, names.bucketOwner, ACCOUNT, "the 12 digits of an AWS account", null);
        this.kmsKey =
                text(
                        values,
                        names.kmsKey,
                        KEY,
                        "the ID or ARN of a key, without white space",
                        null);
        this.path =
                text(
                        values,
                        names.bucketPath,
                        PATH,
                        "a URI with a scheme, such as 's3a://bucket' or 'file:///mnt/bucket'",
                        "s3://" + bucket);
        this.maxAge = maxAge;
    }

    private static String text(
            OptionValues values,
            ConfigOption<String> option,
            Pattern pattern,
            String expected,
            String byDefault) {
        String value = values.getOptional(option, String.class).orElse(null);
        if (value == null) {
            return byDefault;
        }
        if (!pattern.matcher(value).matches()) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': expected %s", value, option.key(), expected);
        }
        return value;
    }

    /**
     * Reads and validates the options {@code scan.snapshot.export-*}.
     *
     * @return the target; null if no bucket is set
     * @throws IllegalConfigurationException if a value is wrong
     */
    static ExportTarget parse(ReadableConfig options) {
        OptionValues values = new OptionValues(options);
        String bucket = bucket(values, ExportOptions.SNAPSHOT);
        return bucket == null
                ? null
                : new ExportTarget(
                        values,
                        ExportOptions.SNAPSHOT,
                        bucket,
                        values.within(SNAPSHOT_EXPORT_MAX_AGE, Duration.ZERO, MOST_AGE));
    }

    /**
     * Reads and validates the options {@code scan.repair.export-*}.
     *
     * @return the target; null if no bucket is set
     * @throws IllegalConfigurationException if a value is wrong
     */
    static ExportTarget ofRepair(ReadableConfig options) {
        OptionValues values = new OptionValues(options);
        String bucket = bucket(values, ExportOptions.REPAIR);
        return bucket == null
                ? null
                : new ExportTarget(values, ExportOptions.REPAIR, bucket, Duration.ZERO);
    }

    private static String bucket(OptionValues values, ExportOptions names) {
        String expected =
                "the name of a bucket, without 's3://'. Set what its keys begin with by '"
                        + names.prefix.key()
                        + "', and another scheme by '"
                        + names.bucketPath.key()
                        + "'";
        return text(values, names.bucket, BUCKET, expected, null);
    }

    /** Returns the key of the option that names the bucket. */
    public String option() {
        return option;
    }

    /** Returns the key of the option that names the key of the encryption. */
    public String keyOption() {
        return keyOption;
    }

    /**
     * Returns whether an export lies where one that is asked for would.
     *
     * @param exportBucket its bucket
     * @param exportPrefix what its files' keys begin with; empty for nothing
     * @param exportKey the key that encrypts it, or null
     * @return true if the bucket, the prefix and, if one is set, the key are these
     */
    public boolean isPlaceOf(String exportBucket, String exportPrefix, String exportKey) {
        return bucket.equals(exportBucket)
                && prefix.equals(exportPrefix)
                && (kmsKey == null || exportKey != null && isKey(exportKey));
    }

    /** A key may be set by its ARN, or by the id that its ARN ends with. */
    private boolean isKey(String key) {
        return key.equals(kmsKey) || key.endsWith("/" + kmsKey);
    }

    /**
     * Returns how old an export may be to be read.
     *
     * @return zero if only those that this source asked for are read
     */
    public Duration maxAge() {
        return maxAge;
    }

    /**
     * Returns the folder in which an export is read.
     *
     * @param exportArn the export
     */
    public String folderOf(String exportArn) {
        String root = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String id = exportArn.substring(exportArn.lastIndexOf('/') + 1);
        return root + (prefix.isEmpty() ? "" : "/" + prefix) + EXPORTS + id;
    }

    /**
     * Returns the bucket's name.
     *
     * @return the name, as it was set
     */
    public String bucket() {
        return bucket;
    }

    /**
     * Returns what the files' keys begin with.
     *
     * @return empty for nothing
     */
    public String prefix() {
        return prefix;
    }

    /**
     * Returns which account the bucket belongs to.
     *
     * @return its 12 digits; empty if it's that of the caller
     */
    public Optional<String> bucketOwner() {
        return Optional.ofNullable(bucketOwner);
    }

    /**
     * Returns which key encrypts the files.
     *
     * @return its ID or ARN; empty if S3's own does
     */
    public Optional<String> kmsKey() {
        return Optional.ofNullable(kmsKey);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
