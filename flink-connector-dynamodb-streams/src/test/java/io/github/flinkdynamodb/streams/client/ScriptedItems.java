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

import io.github.flinkdynamodb.streams.model.Hash128;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The items of a table of a {@link ScriptedStreamsClient}, which guards them with its own lock.
 * Each has the partition key {@code id}, a string, and the attribute {@code v}, a number. They lie
 * in the order of a hash of the key, as in the service, and a segment is a range of hashes: so the
 * segment of a key depends on nothing but the key and the number of segments.
 */
final class ScriptedItems {

    /** The hash of a key in 31 bits, then the key. */
    private static final String ORDER = "%08x %s";

    final String tableName;
    String tableId;
    String status = "ACTIVE";
    long provisionedReadUnits;
    long warmReadUnits;
    int itemsPerPage = 100;

    /** So many of the next pages of a segment have no items, and go on from where they began. */
    final Map<Integer, Integer> emptyPages = new TreeMap<>();

    private final Map<String, String> items = new TreeMap<>();

    /** By how much eventually consistent reads are behind. */
    Duration staleness = Duration.ZERO;

    /** What the items were since a time each, null for no item, if reads may be behind. */
    private final Map<String, TreeMap<Instant, Optional<String>>> history = new TreeMap<>();

    private final Clock clock;

    ScriptedItems(Clock clock, String tableName, String tableId) {
        this.clock = clock;
        this.tableName = tableName;
        this.tableId = tableId;
    }

    void put(String key, long value) {
        put(key, "{\"id\":{\"S\":\"" + key + "\"},\"v\":{\"N\":\"" + value + "\"}}");
    }

    void put(String key, String json) {
        items.put(place(key), json);
        remember(place(key), Optional.of(json));
    }

    void delete(String key) {
        items.remove(place(key));
        remember(place(key), Optional.empty());
    }

    private void remember(String place, Optional<String> json) {
        history.computeIfAbsent(place, p -> new TreeMap<>()).put(clock.instant(), json);
    }

    /** The items as a read has them. */
    private Map<String, String> itemsFor(SegmentScan scan) {
        if (scan.consistentRead() || staleness.isZero()) {
            return items;
        }
        Instant asOf = clock.instant().minus(staleness);
        Map<String, String> then = new TreeMap<>();
        history.forEach(
                (place, versions) -> {
                    Map.Entry<Instant, Optional<String>> version = versions.floorEntry(asOf);
                    if (version != null) {
                        version.getValue().ifPresent(json -> then.put(place, json));
                    }
                });
        return then;
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        items.keySet().forEach(place -> keys.add(keyAt(place)));
        return keys;
    }

    int segmentOf(String key, int totalSegments) {
        return (int) ((hash(key) * totalSegments) >>> 31);
    }

    TableDescription.Builder describe() {
        String arn = "arn:aws:dynamodb:us-east-1:000000000000:table/" + tableName;
        return TableDescription.of(tableName, arn)
                .identity(tableId, status)
                .keys(List.of("id"))
                .size(items.values().stream().mapToLong(String::length).sum(), items.size())
                .provisionedReadUnits(provisionedReadUnits)
                .warmReadUnits(warmReadUnits);
    }

    /** The body of the answer to Scan: one unit for two items, half of it if eventually read. */
    String page(SegmentScan scan) {
        String start = scan.exclusiveStartKey().map(ScriptedItems::keyIn).orElse(null);
        int empty = start == null ? 0 : emptyPages.getOrDefault(scan.segment(), 0);
        if (empty > 0) {
            emptyPages.put(scan.segment(), empty - 1);
            return body(List.of(), Map.of(), start, scan.consistentRead());
        }
        int most =
                scan.limit() == SegmentScan.UNLIMITED
                        ? itemsPerPage
                        : Math.min(itemsPerPage, scan.limit());
        Map<String, String> read = itemsFor(scan);
        List<String> places = new ArrayList<>();
        for (String place : read.keySet()) {
            boolean within = segmentOf(keyAt(place), scan.totalSegments()) == scan.segment();
            boolean after = start == null || place.compareTo(place(start)) > 0;
            if (within && after && places.size() < most) {
                places.add(place);
            }
        }
        String last = places.size() == most ? keyAt(places.get(most - 1)) : null;
        return body(places, read, last, scan.consistentRead());
    }

    private static String body(
            List<String> places, Map<String, String> read, String last, boolean consistent) {
        List<String> page = new ArrayList<>();
        places.forEach(place -> page.add(read.get(place)));
        String next = last == null ? "" : ",\"LastEvaluatedKey\":{\"id\":{\"S\":\"" + last + "\"}}";
        return "{\"ConsumedCapacity\":{\"CapacityUnits\":"
                + (consistent ? 1 : 0.5) * ((Math.max(1, page.size()) + 1) / 2)
                + "},\"Count\":"
                + page.size()
                + ",\"Items\":["
                + String.join(",", page)
                + "]"
                + next
                + "}";
    }

    private static String keyIn(String startKey) {
        String before = "{\"id\":{\"S\":\"";
        if (!startKey.startsWith(before) || !startKey.endsWith("\"}}")) {
            throw new StreamsException(
                    StreamsException.Kind.INVALID_REQUEST,
                    "scripted: " + startKey + " is not the key of an item",
                    null);
        }
        return startKey.substring(before.length(), startKey.length() - 3);
    }

    static String place(String key) {
        return String.format(ORDER, hash(key), key);
    }

    private static String keyAt(String place) {
        return place.substring(place.indexOf(' ') + 1);
    }

    private static long hash(String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return new Hash128.Hasher().add(text, 0, text.length).finish().high() >>> 33;
    }
}
