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

import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * A request for a full export of a table, as it is now, in DynamoDB JSON: <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportTableToPointInTime.html">
 * ExportTableToPointInTime</a>. The service takes the same request with the same token for the same
 * export, for eight hours. Immutable.
 */
@Internal
public final class ExportRequest {

    private final String tableArn;
    private final String bucket;
    private final String prefix;
    private final String bucketOwner;
    private final String kmsKey;
    private final String token;

    private ExportRequest(
            String tableArn,
            String bucket,
            String prefix,
            String bucketOwner,
            String kmsKey,
            String token) {
        this.tableArn = Objects.requireNonNull(tableArn, "tableArn");
        this.bucket = Objects.requireNonNull(bucket, "bucket");
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        this.bucketOwner = bucketOwner;
        this.kmsKey = kmsKey;
        this.token = Objects.requireNonNull(token, "token");
    }

    /**
     * Creates a request without a token.
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
        return new ExportRequest(tableArn, bucket, prefix, bucketOwner, kmsKey, "");
    }

    /**
     * Returns the same request with a token.
     *
     * @param clientToken what makes it the same request when it is repeated
     */
    public ExportRequest withToken(String clientToken) {
        return new ExportRequest(tableArn, bucket, prefix, bucketOwner, kmsKey, clientToken);
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
                && token.equals(that.token);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tableArn, bucket, prefix, token);
    }

    /** All that the service compares, and the token: the text differs if one of them does. */
    @Override
    public String toString() {
        return String.join(
                "|",
                tableArn,
                bucket,
                prefix,
                bucketOwner == null ? "" : bucketOwner,
                kmsKey == null ? "" : kmsKey,
                token);
    }
}
