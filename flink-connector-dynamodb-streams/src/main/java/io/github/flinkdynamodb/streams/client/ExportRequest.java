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
package io.github.flinkdynamodb.streams.client;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * A request for an export of a table in DynamoDB JSON: <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportTableToPointInTime.html">
 * ExportTableToPointInTime</a>. It is for a full export, of the table as it is now, or for an
 * incremental one, of the changes within a <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_IncrementalExportSpecification.html">
 * window</a>. The service takes the same request with the same token for the same export, for eight
 * hours. Immutable.
 */
@Internal
public final class ExportRequest {

    private final String tableArn;
    private final String bucket;
    private final String prefix;
    private final String bucketOwner;
    private final String kmsKey;
    private final String token;

    /** Null for a full export, as the window's end is. */
    private final Instant from;

    private final Instant to;

    private ExportRequest(
            String tableArn, String bucket, String prefix, String bucketOwner, String kmsKey) {
        this.tableArn = Objects.requireNonNull(tableArn, "tableArn");
        this.bucket = Objects.requireNonNull(bucket, "bucket");
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        this.bucketOwner = bucketOwner;
        this.kmsKey = kmsKey;
        this.token = "";
        this.from = null;
        this.to = null;
    }

    private ExportRequest(ExportRequest same, String token, Instant from, Instant to) {
        this.tableArn = same.tableArn;
        this.bucket = same.bucket;
        this.prefix = same.prefix;
        this.bucketOwner = same.bucketOwner;
        this.kmsKey = same.kmsKey;
        this.token = Objects.requireNonNull(token, "token");
        this.from = from;
        this.to = to;
    }

    /**
     * Creates a request for a full export, without a token.
     *
     * @param tableArn the table
     * @param bucket the bucket's name
     * @param prefix what the files' keys begin with; empty for nothing
     * @param bucketOwner the account that the bucket belongs to; null if it's that of the caller
     * @param kmsKey the key that encrypts the files; null for the bucket's own encryption
     * @return the request
     */
    public static ExportRequest of(
            String tableArn, String bucket, String prefix, String bucketOwner, String kmsKey) {
        return new ExportRequest(tableArn, bucket, prefix, bucketOwner, kmsKey);
    }

    /**
     * Returns the same request for an incremental export, which has the old and the new image of
     * each item that was written within a window.
     *
     * @param start the window's beginning, inclusive
     * @param end the window's end, exclusive. The service takes 15 minutes to 24 hours, in whole
     *     seconds: {@link StreamsClient#exportTable} refuses fractions
     * @return the request, with the same token
     * @throws IllegalArgumentException if the window doesn't end after it begins
     */
    public ExportRequest ofChanges(Instant start, Instant end) {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException(
                    "Invalid window " + start + " to " + end + ": expected an end after its start");
        }
        return new ExportRequest(this, token, start, end);
    }

    /**
     * Returns the same request with a token.
     *
     * @param clientToken what makes it the same request when it is repeated
     */
    public ExportRequest withToken(String clientToken) {
        return new ExportRequest(this, clientToken, from, to);
    }

    /** Returns the table's ARN. */
    public String tableArn() {
        return tableArn;
    }

    /**
     * Returns where the export is written to.
     *
     * @return the bucket's name
     */
    public String bucket() {
        return bucket;
    }

    /**
     * Returns what the files' keys begin with.
     *
     * @return the prefix; empty for none
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
     * @return a key of KMS; empty if S3's own does
     */
    public Optional<String> kmsKey() {
        return Optional.ofNullable(kmsKey);
    }

    /**
     * Returns what makes it the same request when it is repeated.
     *
     * @return the token; empty as long as it has none
     */
    public String token() {
        return token;
    }

    /**
     * Returns whether changes are asked for.
     *
     * @return false for a full export
     */
    public boolean isIncremental() {
        return from != null;
    }

    /**
     * Returns the beginning of the window whose changes are asked for.
     *
     * @return the first time that belongs to it; empty for a full export
     */
    public Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    /**
     * Returns the end of the window whose changes are asked for.
     *
     * @return the first time that no longer belongs to it; empty for a full export
     */
    public Optional<Instant> to() {
        return Optional.ofNullable(to);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ExportRequest)) {
            return false;
        }
        ExportRequest that = (ExportRequest) o;
        return tableArn.equals(that.tableArn)
                && bucket.equals(that.bucket)
                && prefix.equals(that.prefix)
                && Objects.equals(bucketOwner, that.bucketOwner)
                && Objects.equals(kmsKey, that.kmsKey)
                && token.equals(that.token)
                && Objects.equals(from, that.from)
                && Objects.equals(to, that.to);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tableArn, bucket, prefix, token, from, to);
    }

    /** All that the service compares, and the token: the text differs if one of them does. */
    @Override
    public String toString() {
        String full =
                String.join(
                        "|",
                        tableArn,
                        bucket,
                        prefix,
                        bucketOwner == null ? "" : bucketOwner,
                        kmsKey == null ? "" : kmsKey,
                        token);
        return isIncremental() ? full + '|' + from + '|' + to : full;
    }
}
