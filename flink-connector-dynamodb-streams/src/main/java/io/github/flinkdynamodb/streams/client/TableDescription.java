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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * What the source needs of a <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html">DescribeTable</a>
 * answer. Immutable.
 */
@Internal
public final class TableDescription {

    private final String name;
    private final String arn;
    private final String tableId;
    private final String status;
    private final List<String> keyNames;
    private final long sizeBytes;
    private final long itemCount;
    private final long provisionedReadUnits;
    private final long warmReadUnits;
    private final String latestStreamArn;
    private final boolean streamEnabled;
    private final Instant sentAt;

    private TableDescription(Builder builder) {
        this.name = Objects.requireNonNull(builder.name, "name");
        this.arn = Objects.requireNonNull(builder.arn, "arn");
        this.tableId = Objects.requireNonNull(builder.tableId, "tableId");
        this.status = Objects.requireNonNull(builder.status, "status");
        this.keyNames = List.copyOf(builder.keyNames);
        this.sizeBytes = builder.sizeBytes;
        this.itemCount = builder.itemCount;
        this.provisionedReadUnits = builder.provisionedReadUnits;
        this.warmReadUnits = builder.warmReadUnits;
        this.latestStreamArn = builder.latestStreamArn;
        this.streamEnabled = builder.streamEnabled;
        this.sentAt = builder.sentAt;
    }

    /**
     * Begins a description.
     *
     * @param name the table's name
     * @param arn the table's ARN
     * @return the builder
     */
    public static Builder of(String name, String arn) {
        return new Builder(name, arn);
    }

    /**
     * Returns the table's name.
     *
     * @return the name, not null
     */
    public String name() {
        return name;
    }

    /**
     * Returns the table's ARN.
     *
     * @return the ARN, not null
     */
    public String arn() {
        return arn;
    }

    /**
     * Returns what tells this table from an earlier or later one of the same name.
     *
     * @return {@code TableId}; where the service sends none, its creation time as text
     */
    public String tableId() {
        return tableId;
    }

    /**
     * Returns the table's status.
     *
     * @return the service's word, such as {@code ACTIVE}
     */
    public String status() {
        return status;
    }

    /**
     * Returns the names of the key attributes.
     *
     * @return the partition key, and the sort key if there is one
     */
    public List<String> keyNames() {
        return keyNames;
    }

    /**
     * Returns the table's size, which the service updates about every six hours.
     *
     * @return the number of bytes, 0 or more
     */
    public long sizeBytes() {
        return sizeBytes;
    }

    /**
     * Returns the number of items, which the service updates about every six hours.
     *
     * @return the number, 0 or more
     */
    public long itemCount() {
        return itemCount;
    }

    /**
     * Returns the provisioned read capacity.
     *
     * @return the units a second; 0 for a table that is billed on demand
     */
    public long provisionedReadUnits() {
        return provisionedReadUnits;
    }

    /**
     * Returns the <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html">warm
     * throughput</a>: what can be read at once. A table on demand grows beyond it.
     *
     * @return the units a second, no more than the table's limit on demand; 0 if it isn't known
     */
    public long warmReadUnits() {
        return warmReadUnits;
    }

    /**
     * Returns the table's latest stream, which may be disabled.
     *
     * @return its ARN; empty if the table never had a stream
     */
    public Optional<String> latestStreamArn() {
        return Optional.ofNullable(latestStreamArn);
    }

    /**
     * Returns whether the latest stream is enabled, or is being enabled.
     *
     * @return true if the table's changes go into the stream
     */
    public boolean streamEnabled() {
        return streamEnabled;
    }

    /**
     * Returns when the service sent the answer, by its own clock, in whole seconds, rounded down.
     *
     * @return the time; empty if the answer didn't say it
     */
    public Optional<Instant> sentAt() {
        return Optional.ofNullable(sentAt);
    }

    @Override
    public String toString() {
        return arn + " (" + status + ", id " + tableId + ", " + itemCount + " items)";
    }

    /** Collects the fields of a description. */
    public static final class Builder {
        private final String name;
        private final String arn;
        private String tableId;
        private String status;
        private List<String> keyNames = new ArrayList<>();
        private long sizeBytes;
        private long itemCount;
        private long provisionedReadUnits;
        private long warmReadUnits;
        private String latestStreamArn;
        private boolean streamEnabled;
        private Instant sentAt;

        private Builder(String name, String arn) {
            this.name = name;
            this.arn = arn;
        }

        /**
         * Sets which table of this name it is, and in which state.
         *
         * @param id see {@link TableDescription#tableId()}, not null
         * @param tableStatus see {@link TableDescription#status()}, not null
         * @return this
         */
        public Builder identity(String id, String tableStatus) {
            this.tableId = id;
            this.status = tableStatus;
            return this;
        }

        /**
         * Sets the key attributes.
         *
         * @param names the partition key's name, and the sort key's if there is one
         * @return this
         */
        public Builder keys(List<String> names) {
            this.keyNames = names;
            return this;
        }

        /**
         * Sets the size.
         *
         * @param bytes see {@link TableDescription#sizeBytes()}
         * @param items see {@link TableDescription#itemCount()}
         * @return this
         */
        public Builder size(long bytes, long items) {
            this.sizeBytes = bytes;
            this.itemCount = items;
            return this;
        }

        /**
         * Sets the provisioned read capacity.
         *
         * @param units see {@link TableDescription#provisionedReadUnits()}
         * @return this
         */
        public Builder provisionedReadUnits(long units) {
            this.provisionedReadUnits = units;
            return this;
        }

        /**
         * Sets the warm throughput.
         *
         * @param units see {@link TableDescription#warmReadUnits()}
         * @return this
         */
        public Builder warmReadUnits(long units) {
            this.warmReadUnits = units;
            return this;
        }

        /**
         * Sets the stream.
         *
         * @param streamArn the latest stream's ARN, or null
         * @param enabled see {@link TableDescription#streamEnabled()}
         * @return this
         */
        public Builder stream(String streamArn, boolean enabled) {
            this.latestStreamArn = streamArn;
            this.streamEnabled = enabled;
            return this;
        }

        /**
         * Sets when the service sent the answer.
         *
         * @param time the time, or null
         * @return this
         */
        public Builder sentAt(Instant time) {
            this.sentAt = time;
            return this;
        }

        /**
         * Creates the description.
         *
         * @return the description
         * @throws NullPointerException if {@link #identity} wasn't called
         */
        public TableDescription build() {
            return new TableDescription(this);
        }
    }
}
