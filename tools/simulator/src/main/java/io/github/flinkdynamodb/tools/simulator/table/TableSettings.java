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
package io.github.flinkdynamodb.tools.simulator.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a table and its stream behave. A builder of itself: each method changes it and returns it.
 */
public final class TableSettings {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");
    private static final Set<String> KEY_TYPES = Set.of("S", "N", "B");

    private final String name;
    private String partitionKey = "pk";
    private String partitionKeyType = "S";
    private String sortKey;
    private String sortKeyType;
    private boolean hasStream = true;
    private StreamViewType viewType = StreamViewType.NEW_AND_OLD_IMAGES;
    private int shards = 1;
    private Duration retention = Duration.ofHours(24);
    private Duration rollAfter;
    private long rollAfterRecords = Long.MAX_VALUE;
    private Duration childVisibleAfter = Duration.ZERO;
    private Duration endVisibleAfter = Duration.ZERO;
    private Duration childShardsAfter = Duration.ZERO;
    private Duration enablingTime = Duration.ZERO;
    private Duration disablingTime = Duration.ZERO;
    private boolean shuffledListing;
    private boolean endOnOwnPage;
    private int emptyPages;
    private Duration timesGoBack = Duration.ZERO;
    private int pageBytes = 1 << 20;
    private int pageRecords = 1000;
    private int scanPageBytes = 1 << 20;
    private long readCapacity;
    private Duration readBurst = Duration.ofMinutes(5);
    private int partitions = 1;
    private long partitionReadCapacity;
    private Duration staleness = Duration.ZERO;
    private boolean keepHistory;
    private boolean pointInTimeRecovery;
    private long reportedItems = -1;
    private long reportedBytes = -1;
    private long warmReadUnits;

    private TableSettings(String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "A table's name has 3 to 255 letters, digits, dots, hyphens and underscores,"
                            + " unlike \""
                            + name
                            + '"');
        }
        this.name = name;
    }

    /**
     * The settings of a table with the partition key {@code pk}, a string, and a stream of one open
     * shard with both images.
     */
    public static TableSettings table(String name) {
        return new TableSettings(name);
    }

    /** The partition key's name and type (S, N or B); {@code pk} and S if not told. */
    public TableSettings partitionKey(String attribute, String type) {
        partitionKey = attribute;
        partitionKeyType = keyType(type);
        return this;
    }

    /** The sort key's name and type (S, N or B); there is none if not told. */
    public TableSettings sortKey(String attribute, String type) {
        sortKey = attribute;
        sortKeyType = keyType(type);
        return this;
    }

    /** What the records hold; both images if not told. */
    public TableSettings viewType(StreamViewType type) {
        viewType = type;
        return this;
    }

    /** Creates the table without a stream; one can be enabled later. */
    public TableSettings withoutStream() {
        hasStream = false;
        return this;
    }

    /** How many open shards the stream begins with; 1 if not told. */
    public TableSettings shards(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A stream has at least one shard, not " + count);
        }
        shards = count;
        return this;
    }

    /** How long records are kept; 24 hours if not told. */
    public TableSettings retention(Duration time) {
        retention = positive("retention", time);
        return this;
    }

    /** Ends an open shard at this age and goes on in a child; never if not told. */
    public TableSettings rollAfter(Duration age) {
        rollAfter = positive("rollAfter", age);
        return this;
    }

    /** Ends an open shard with this many records and goes on in a child; never if not told. */
    public TableSettings rollAfterRecords(long records) {
        rollAfterRecords = atLeast("rollAfterRecords", 1, records);
        return this;
    }

    /** How long a new child isn't listed, nor named as a child; 0 if not told. */
    public TableSettings childVisibleAfter(Duration delay) {
        childVisibleAfter = notNegative("childVisibleAfter", delay);
        return this;
    }

    /** How long an ended shard is still listed as open; 0 if not told. */
    public TableSettings endVisibleAfter(Duration delay) {
        endVisibleAfter = notNegative("endVisibleAfter", delay);
        return this;
    }

    /** How long a listing of CHILD_SHARDS stays empty after the parent's end; 0 if not told. */
    public TableSettings childShardsAfter(Duration delay) {
        childShardsAfter = notNegative("childShardsAfter", delay);
        return this;
    }

    /** How long a new stream is ENABLING, and no shard is listed; 0 if not told. */
    public TableSettings enablingTime(Duration time) {
        enablingTime = notNegative("enablingTime", time);
        return this;
    }

    /** How long a stream is DISABLING before it is DISABLED; 0 if not told. */
    public TableSettings disablingTime(Duration time) {
        disablingTime = notNegative("disablingTime", time);
        return this;
    }

    /** Lists the shards in an order of its own, children before their parents too. */
    public TableSettings shuffledListing() {
        shuffledListing = true;
        return this;
    }

    /** Ends a shard with an empty page of its own, instead of on the page of the last records. */
    public TableSettings endOnOwnPage() {
        endOnOwnPage = true;
        return this;
    }

    /** How many empty pages come before each page with records; 0 if not told. */
    public TableSettings emptyPages(int count) {
        emptyPages = (int) atLeast("emptyPages", 0, count);
        return this;
    }

    /** How far the records' creation times are apart from the clock, at random, into the past. */
    public TableSettings timesGoBack(Duration most) {
        timesGoBack = notNegative("timesGoBack", most);
        return this;
    }

    /** The most records and bytes of a page; 1,000 and 1 MiB if not told. */
    public TableSettings page(int records, int bytes) {
        pageRecords = (int) atLeast("the records of a page", 1, records);
        pageBytes = (int) atLeast("the bytes of a page", 1, bytes);
        return this;
    }

    /** The bytes of items after which a page of Scan ends; 1 MiB if not told. */
    public TableSettings scanPageBytes(int bytes) {
        scanPageBytes = (int) atLeast("scanPageBytes", 1, bytes);
        return this;
    }

    /**
     * The provisioned read units a second, above which Scan is throttled; the table is billed on
     * demand and not throttled if not told.
     */
    public TableSettings readCapacity(long unitsPerSecond) {
        readCapacity = atLeast("readCapacity", 1, unitsPerSecond);
        return this;
    }

    /**
     * For how long provisioned read units are saved up that aren't used; 5 minutes, as in the
     * service, if not told. A second's worth is always there at first.
     */
    public TableSettings readBurst(Duration time) {
        readBurst = notNegative("readBurst", time);
        return this;
    }

    /** Into how many partitions the table's hashes are divided; 1 if not told. */
    public TableSettings partitions(int count) {
        partitions = (int) atLeast("partitions", 1, count);
        return this;
    }

    /**
     * The read units a second of each partition, above which Scan is throttled there; 3,000 in the
     * service, unlimited if not told.
     */
    public TableSettings partitionReadCapacity(long unitsPerSecond) {
        partitionReadCapacity = atLeast("partitionReadCapacity", 1, unitsPerSecond);
        return this;
    }

    /** How old the table is that eventually consistent scans return; 0 if not told. */
    public TableSettings staleness(Duration age) {
        staleness = notNegative("staleness", age);
        return this;
    }

    /** Keeps all versions of all items, so that the table can be asked for any earlier state. */
    public TableSettings keepHistory() {
        keepHistory = true;
        return this;
    }

    /**
     * Enables point-in-time recovery: the table can be exported as it was at any time of the last
     * 35 days; disabled if not told.
     */
    public TableSettings pointInTimeRecovery() {
        pointInTimeRecovery = true;
        return this;
    }

    /**
     * The number of items in the table's description, which the service updates every six hours;
     * the real one if not told.
     */
    public TableSettings reportedItems(long items) {
        reportedItems = atLeast("reportedItems", 0, items);
        return this;
    }

    /** The size in the table's description, as {@link #reportedItems}; the real one if not told. */
    public TableSettings reportedBytes(long bytes) {
        reportedBytes = atLeast("reportedBytes", 0, bytes);
        return this;
    }

    /** The warm throughput in the table's description, in read units a second; none if not told. */
    public TableSettings warmReadUnits(long unitsPerSecond) {
        warmReadUnits = atLeast("warmReadUnits", 1, unitsPerSecond);
        return this;
    }

    private static String keyType(String type) {
        if (!KEY_TYPES.contains(type)) {
            throw new IllegalArgumentException("A key is of the type S, N or B, not " + type);
        }
        return type;
    }

    private static long atLeast(String what, long least, long number) {
        if (number < least) {
            throw new IllegalArgumentException(what + ": at least " + least + ", not " + number);
        }
        return number;
    }

    private static Duration notNegative(String what, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(what + ": not " + time + ", which is negative");
        }
        return time;
    }

    private static Duration positive(String what, Duration time) {
        if (time.isZero()) {
            throw new IllegalArgumentException(what + ": longer than no time at all");
        }
        return notNegative(what, time);
    }

    String name() {
        return name;
    }

    String partitionKey() {
        return partitionKey;
    }

    List<String> keyNames() {
        List<String> names = new ArrayList<>();
        names.add(partitionKey);
        if (sortKey != null) {
            names.add(sortKey);
        }
        return Collections.unmodifiableList(names);
    }

    /** The type of the n-th key attribute. */
    String keyType(int index) {
        return index == 0 ? partitionKeyType : sortKeyType;
    }

    StreamViewType viewType() {
        return viewType;
    }

    boolean hasStream() {
        return hasStream;
    }

    int shards() {
        return shards;
    }

    Duration retention() {
        return retention;
    }

    Duration rollAfter() {
        return rollAfter;
    }

    long rollAfterRecords() {
        return rollAfterRecords;
    }

    Duration childVisibleAfter() {
        return childVisibleAfter;
    }

    Duration endVisibleAfter() {
        return endVisibleAfter;
    }

    Duration childShardsAfter() {
        return childShardsAfter;
    }

    Duration enablingTime() {
        return enablingTime;
    }

    Duration disablingTime() {
        return disablingTime;
    }

    boolean listsShuffled() {
        return shuffledListing;
    }

    boolean endsOnOwnPage() {
        return endOnOwnPage;
    }

    int emptyPagesBefore() {
        return emptyPages;
    }

    Duration timesBack() {
        return timesGoBack;
    }

    int scanPageBytes() {
        return scanPageBytes;
    }

    /** The provisioned read units a second, or 0. */
    long readCapacity() {
        return readCapacity;
    }

    Duration readBurst() {
        return readBurst;
    }

    int partitions() {
        return partitions;
    }

    /** The partition of a hash; each has an equal part of the hashes. */
    int partitionOf(int hash) {
        return (int) (Integer.toUnsignedLong(hash) * partitions / SimulatedShard.HASHES);
    }

    /** The read units a second of a partition, or 0. */
    long partitionReadCapacity() {
        return partitionReadCapacity;
    }

    Duration staleness() {
        return staleness;
    }

    boolean keepsHistory() {
        return keepHistory;
    }

    boolean hasPointInTimeRecovery() {
        return pointInTimeRecovery;
    }

    /** The number of items to be reported, or -1 for the real one. */
    long reportedItems() {
        return reportedItems;
    }

    /** The size to be reported, or -1 for the real one. */
    long reportedBytes() {
        return reportedBytes;
    }

    /** The warm throughput to be reported, in read units a second, or 0. */
    long warmReadUnits() {
        return warmReadUnits;
    }

    int pageRecords() {
        return pageRecords;
    }

    int pageBytes() {
        return pageBytes;
    }
}
