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
package io.github.flinkdynamodb.tools.simulator.export;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/** What ExportTableToPointInTime asks for, besides the table. A builder of itself. */
public final class ExportRequest {

    private final String bucket;
    private String prefix;
    private String bucketOwner;
    private String sseAlgorithm = "AES256";
    private String kmsKeyId;
    private Instant exportTime;
    private Instant from;
    private Instant to;
    private ExportView view;
    private String token;
    private Object fingerprint;

    /** Asks for an export into a bucket. */
    public ExportRequest(String bucket) {
        this.bucket = Objects.requireNonNull(bucket, "bucket");
    }

    /**
     * Sets the prefix of the keys; null for none.
     *
     * @throws IllegalArgumentException if it would lead out of the directory that stands for the
     *     bucket
     */
    public ExportRequest prefix(String keyPrefix) {
        if (keyPrefix != null && List.of(keyPrefix.split("/")).contains("..")) {
            throw new IllegalArgumentException(
                    "Invalid prefix '" + keyPrefix + "': expected one within the bucket");
        }
        prefix = keyPrefix;
        return this;
    }

    /** Sets the account that the bucket should belong to; null for any. */
    public ExportRequest bucketOwner(String account) {
        bucketOwner = account;
        return this;
    }

    /** Sets the encryption; the algorithm null for the default, the key null for none. */
    public ExportRequest encryption(String algorithm, String keyId) {
        sseAlgorithm = algorithm == null ? "AES256" : algorithm;
        kmsKeyId = keyId;
        return this;
    }

    /** Asks for the whole table at a time; null for now. */
    public ExportRequest full(Instant time) {
        exportTime = time;
        return this;
    }

    /** Asks for the changes within a window whose end is null for now. */
    public ExportRequest incremental(Instant start, Instant end, ExportView viewType) {
        from = Objects.requireNonNull(start, "start");
        to = end;
        view = Objects.requireNonNull(viewType, "viewType");
        return this;
    }

    /**
     * Sets the token by which a repetition is known.
     *
     * @param clientToken the token; null for one at random
     * @param parameters what a repetition must be equal to
     */
    public ExportRequest token(String clientToken, Object parameters) {
        token = clientToken;
        fingerprint = parameters;
        return this;
    }

    String bucket() {
        return bucket;
    }

    /** Returns the prefix, or null. */
    String prefix() {
        return prefix;
    }

    String bucketOwner() {
        return bucketOwner;
    }

    String sseAlgorithm() {
        return sseAlgorithm;
    }

    String kmsKeyId() {
        return kmsKeyId;
    }

    boolean isIncremental() {
        return view != null;
    }

    Instant exportTime() {
        return exportTime;
    }

    Instant from() {
        return from;
    }

    Instant to() {
        return to;
    }

    ExportView view() {
        return view;
    }

    String token() {
        return token;
    }

    /** Returns whether another request asks for the same. */
    boolean isRepeatedBy(ExportRequest other) {
        return fingerprint.equals(other.fingerprint);
    }

    /** Returns the request with what is missing: a token, and the times that are now. */
    ExportRequest startedAt(Instant now, Random random) {
        if (token == null) {
            token = new UUID(random.nextLong(), random.nextLong()).toString();
        }
        if (!isIncremental()) {
            exportTime = exportTime == null ? now : exportTime;
        } else if (to == null) {
            to = now;
        }
        return this;
    }
}
