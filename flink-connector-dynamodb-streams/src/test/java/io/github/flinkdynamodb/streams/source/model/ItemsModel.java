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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.codec.item.ItemDecoder;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The items of the table that is scanned, now and in the past. */
final class ItemsModel {

    static final String TABLE = "orders";

    /** The name of the key's attribute. */
    static final String KEY = "id";

    /** The name of the attribute that says which version of the item it is. */
    static final String VERSION = "n";

    /** The name of the attribute that has its value. */
    static final String VALUE = "v";

    private static final Pattern ITEM =
            Pattern.compile("\"id\":\\{\"S\":\"(\\w+)\"},\"n\":\\{\"N\":\"(\\d+)\"}");

    private static final Pattern START = Pattern.compile("\\{\"id\":\\{\"S\":\"(\\w+)\"}}");
    private static final Instant NEVER = Instant.MAX;
    private static final ItemKeys KEYS = new ItemKeys(List.of(KEY));

    final int segments;
    private final Map<ItemModel, Hash128> hashes = new HashMap<>();
    private final Map<String, ItemModel> items = new TreeMap<>();
    private final Map<String, Integer> segmentOf = new HashMap<>();
    private final ManualClock clock;
    private final ScriptedStreamsClient service;

    /** The segments whose last page was an empty one, by order of the test. */
    private final BitSet emptied = new BitSet();

    private long newest;
    private Instant started = NEVER;
    private Instant firstRequest = NEVER;
    private final Duration mostStale;
    private boolean recreated;
    private int scansWhenRecreated;

    /** Null if the table itself is read. */
    private ExportModel export;

    /** How many pages had been read when the job began without any state of the scan. */
    private int scansWhenStarted;

    ItemsModel(ManualClock clock, ScriptedStreamsClient service, Setup setup) {
        this.clock = clock;
        this.service = service;
        this.segments = setup.segments;
        service.table(TABLE).itemsPerPage(TABLE, setup.itemsPerPage);
        service.tellTime(setup.serviceBehind());
        service.staleness(TABLE, setup.staleness());
        mostStale = setup.eventual ? setup.staleness() : Duration.ZERO;
    }

    static String keyOf(String key) {
        return "\"" + KEY + "\":{\"S\":\"" + key + "\"}";
    }

    /** Has an export read instead of the table. */
    void readExport(ExportModel exported) {
        export = exported;
    }

    /** Returns the export that is read instead of the table; null if none is. */
    ExportModel export() {
        return export;
    }

    Collection<ItemModel> all() {
        return items.values();
    }

    ItemModel item(String key) {
        return items.computeIfAbsent(key, ItemModel::new);
    }

    int segmentOf(ItemModel item) {
        return segmentOf.computeIfAbsent(item.key, key -> service.segmentOf(TABLE, key, segments));
    }

    /** Returns the hash of an item's key, as a split's state has it. */
    Hash128 hash(ItemModel item) {
        return hashes.computeIfAbsent(item, ItemsModel::newHash);
    }

    private static Hash128 newHash(ItemModel item) {
        byte[] json = ("{" + keyOf(item.key) + "}").getBytes(StandardCharsets.UTF_8);
        return KEYS.hash(new Image(json, 0, json.length, ItemDecoder.INSTANCE));
    }

    /** Returns the hashes of the first items that a page of a segment would have now. */
    List<Hash128> firstKeys(SegmentSplit split, int count) {
        return service.itemKeys(TABLE).stream()
                .map(this::item)
                .filter(item -> segmentOf(item) == split.segment())
                .filter(item -> split.startKey().filter(key -> isUpTo(item, key)).isEmpty())
                .limit(count)
                .map(this::hash)
                .collect(Collectors.toList());
    }

    /** Returns whether the scan of a segment that goes on after a key has passed an item. */
    boolean isUpTo(ItemModel item, String startKey) {
        Matcher matcher = START.matcher(startKey);
        if (!matcher.matches()) {
            throw new Violation("not a start key: " + startKey);
        }
        return ScriptedStreamsClient.compareInScan(item.key, matcher.group(1)) <= 0;
    }

    /** Returns whether an item has existed since the start, so that a scan can't miss it. */
    boolean isCertain(ItemModel item) {
        return item.existsSince(started.minus(mostStale));
    }

    void requireScanned(Predicate<ItemModel> isOut) {
        if (export != null) {
            export.requireRead(isOut);
            return;
        }
        for (ItemModel item : items.values()) {
            if (isCertain(item) && !isOut.test(item)) {
                throw new Violation("not in the output at the end: " + item);
            }
        }
    }

    /** Checks a completed checkpoint; an item may be in the output that it stands for. */
    void check(Checkpoint checkpoint, Predicate<ItemModel> isIn) throws IOException {
        if (export == null) {
            SegmentRule.check(checkpoint, this, isIn);
        } else {
            FileRule.check(checkpoint, export.files(), row -> isIn.test(row.item));
        }
    }

    /** Writes an item; a null deletes it. */
    ItemVersion write(ItemModel item, Integer value) {
        newest++;
        ItemVersion version = new ItemVersion(item, newest, value, clock.instant());
        item.add(version);
        if (value == null) {
            service.deleteItem(TABLE, item.key);
        } else {
            service.putItemJson(TABLE, item.key, version.image());
        }
        return version;
    }

    /** Returns the version that an element stands for. */
    ItemVersion versionOf(String element) {
        int at = element.indexOf('@');
        ItemModel item = items.get(element.substring(0, at));
        ItemVersion version =
                item == null ? null : item.version(Long.parseLong(element.substring(at + 1)));
        if (version == null || !version.exists()) {
            throw new Violation("an unknown item came out: " + element);
        }
        return version;
    }

    /** Returns what a page of Scan has, by the items' keys. */
    Map<ItemModel, ItemVersion> rowsOf(String body) {
        Map<ItemModel, ItemVersion> rows = new HashMap<>();
        Matcher matcher = ITEM.matcher(body);
        while (matcher.find()) {
            ItemModel item = item(matcher.group(1));
            rows.put(item, item.version(Long.parseLong(matcher.group(2))));
        }
        return rows;
    }

    /** Notes that a page has come, so that an empty one may come again. */
    void pageRead(int segment, boolean isEmpty) {
        emptied.set(segment, isEmpty);
    }

    /** The next page of a segment is empty and leads back to its start; not twice in a row. */
    boolean emptyPage(int segment) {
        if (emptied.get(segment)) {
            return false;
        }
        emptied.set(segment);
        service.emptyScanPages(TABLE, segment, 1);
        return true;
    }

    void failScan(int segment, StreamsException.Kind kind, int times) {
        service.fail(Operation.SCAN, ScriptedStreamsClient.segment(TABLE, segment), kind, times);
    }

    void failDescription(StreamsException.Kind kind, int times) {
        service.fail(Operation.DESCRIBE_TABLE, TABLE, kind, times);
    }

    /** Deletes the table, and creates another one of its name with the same items. */
    void recreate() {
        recreated = true;
        scansWhenRecreated = service.scans().size();
        service.recreateTable(TABLE);
        for (ItemModel item : items.values()) {
            if (item.exists()) {
                service.putItemJson(TABLE, item.key, item.now().image());
            }
        }
    }

    /** The job begins from the beginning: what was read before counts no more. */
    void scanStarts() {
        scansWhenStarted = service.scans().size();
        started = clock.instant();
        firstRequest = NEVER;
    }

    /** A page is asked for. */
    void pageRequested() {
        firstRequest = firstRequest.equals(NEVER) ? clock.instant() : firstRequest;
    }

    /** Returns when the first page was read at the latest: later changes must be in the stream. */
    Instant firstRead() {
        if (export != null) {
            return export.completeUpTo();
        }
        return firstRequest.equals(NEVER) ? NEVER : firstRequest.minus(mostStale);
    }

    boolean wasRecreated() {
        return recreated;
    }

    /** Returns whether pages of two tables of the same name have been read. */
    boolean isMixed() {
        return recreated
                && scansWhenRecreated > scansWhenStarted
                && service.scans().size() > scansWhenRecreated;
    }

    void heal() {
        for (int segment = 0; segment < segments; segment++) {
            service.emptyScanPages(TABLE, segment, 0);
        }
    }
}
