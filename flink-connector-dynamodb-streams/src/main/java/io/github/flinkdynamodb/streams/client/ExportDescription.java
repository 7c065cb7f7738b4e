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
 * What the source needs of a <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportDescription.html">
 * description of an export</a>. Immutable.
 */
@Internal
public final class ExportDescription {

    private final String arn;
    private final String status;
    private final ExportRequest request;
    private final String tableId;
    private final Instant time;
    private final Instant startTime;
    private final Instant endTime;
    private final String failure;
    private final String format;
    private final boolean oldImages;

    private ExportDescription(Builder builder) {
        this.arn = builder.arn;
        this.status = builder.status;
        this.request = Objects.requireNonNull(builder.request, "request");
        this.tableId = builder.tableId;
        this.time = Objects.requireNonNull(builder.time, "time");
        this.startTime = builder.startTime == null ? time : builder.startTime;
        this.endTime = builder.endTime;
        this.failure = builder.failure;
        this.format = builder.format;
        this.oldImages = builder.oldImages;
    }

    /**
     * Begins a description.
     *
     * @param arn the export's ARN
     * @param status the service's word, such as {@code IN_PROGRESS}
     * @return the builder
     */
    public static Builder of(String arn, String status) {
        return new Builder(arn, status);
    }

    /** Returns the export's ARN. */
    public String arn() {
        return arn;
    }

    /**
     * Returns whether its files can be read.
     *
     * @return true for COMPLETED
     */
    public boolean isCompleted() {
        return status.equals("COMPLETED");
    }

    /**
     * Returns whether it has failed.
     *
     * @return true for FAILED
     */
    public boolean isFailed() {
        return status.equals("FAILED");
    }

    /**
     * Returns whether its files are in DynamoDB JSON.
     *
     * @return false for Ion
     */
    public boolean isJson() {
        return format.equals("DYNAMODB_JSON");
    }

    /**
     * Returns whether changes have their old images too, as those that this source asks for.
     *
     * @return false for an incremental export of new images alone
     */
    public boolean hasOldImages() {
        return oldImages;
    }

    /**
     * Returns what was asked for.
     *
     * @return the request, with its token if the service says it; of an incremental export with its
     *     window
     */
    public ExportRequest request() {
        return request;
    }

    /**
     * Returns what tells the table from another one of its name.
     *
     * @return the id; empty if the service doesn't say it
     */
    public Optional<String> tableId() {
        return Optional.ofNullable(tableId);
    }

    /**
     * Returns the point in time of its items.
     *
     * @return the time; of an incremental export the end of its window
     */
    public Instant time() {
        return time;
    }

    /**
     * Returns when it was begun.
     *
     * @return the time; that of its items if the service doesn't say it
     */
    public Instant startTime() {
        return startTime;
    }

    /**
     * Returns when it was completed, or failed.
     *
     * @return the time; empty while it is in progress
     */
    public Optional<Instant> endTime() {
        return Optional.ofNullable(endTime);
    }

    /**
     * Returns why it failed.
     *
     * @return the service's code and message; empty if it hasn't failed
     */
    public String failure() {
        return failure;
    }

    @Override
    public String toString() {
        String of =
                request.from().map(from -> "the changes from " + from + " to ").orElse("") + time;
        return "export " + arn + " of " + of + " (" + status + ")";
    }

    /** Collects the fields of a description. */
    public static final class Builder {
        private final String arn;
        private final String status;
        private ExportRequest request;
        private String tableId;
        private Instant time;
        private Instant startTime;
        private Instant endTime;
        private String failure = "";
        private String format = "DYNAMODB_JSON";
        private boolean oldImages = true;

        private Builder(String arn, String status) {
            this.arn = arn;
            this.status = status;
        }

        /**
         * Sets what was asked for.
         *
         * @param asked the request
         * @param id the table's id, or null
         * @return this
         */
        public Builder request(ExportRequest asked, String id) {
            this.request = asked;
            this.tableId = id;
            return this;
        }

        /**
         * Sets the times.
         *
         * @param ofItems the point in time of its items; of an incremental export the end of its
         *     window
         * @param end when it was completed or failed, or null
         * @return this
         */
        public Builder times(Instant ofItems, Instant end) {
            this.time = ofItems;
            this.endTime = end;
            return this;
        }

        /**
         * Sets when it was begun.
         *
         * @param start the time, or null
         * @return this
         */
        public Builder startTime(Instant start) {
            this.startTime = start;
            return this;
        }

        /**
         * Sets why it failed.
         *
         * @param codeAndMessage the service's words
         * @return this
         */
        public Builder failure(String codeAndMessage) {
            this.failure = codeAndMessage;
            return this;
        }

        /**
         * Sets the format of the files; DynamoDB JSON by default.
         *
         * @param word the service's word, such as {@code ION}
         * @return this
         */
        public Builder format(String word) {
            this.format = word;
            return this;
        }

        /**
         * Sets that changes have no old images.
         *
         * @return this
         */
        public Builder newImagesAlone() {
            this.oldImages = false;
            return this;
        }

        /**
         * Creates the description.
         *
         * @return the description
         */
        public ExportDescription build() {
            return new ExportDescription(this);
        }
    }
}
