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

import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The scans of one table: how they behave, what they return, and the ledger of them. Thread-safe.
 */
public final class TableScans {

    private static final String WRONG_KEY =
            "The provided starting key is invalid: The provided key element does not match the"
                    + " schema";

    private final SimulatedTable table;
    private final TableSettings settings;
    private final Clock clock;
    private final TableKeys keys;
    private final ItemStore items;
    private final ReadThrottle throttle;
    private final ScanLedger ledger = new ScanLedger();
    private long staleMillis;

    TableScans(SimulatedTable table, TableSettings settings, Clock clock, ItemStore items) {
        this.table = table;
        this.settings = settings;
        this.clock = clock;
        this.keys = new TableKeys(settings);
        this.items = items;
        this.throttle = new ReadThrottle(settings, clock.millis());
        setStaleness(settings.staleness());
        if (settings.keepsHistory()) {
            items.keepFor(Long.MAX_VALUE);
        }
    }

    /**
     * Sets how old the table is that eventually consistent pages return. Pages are as old as that
     * only as far as versions were kept: from the first time on at which such a staleness was set.
     *
     * @param age zero for the table as it is
     */
    public void setStaleness(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException(
                    "Invalid staleness " + age + ": expected zero or more");
        }
        synchronized (table.lock()) {
            staleMillis = age.toMillis();
            items.keepFor(staleMillis);
        }
    }

    /**
     * Changes the provisioned capacity, of which a second's worth is there at once.
     *
     * @param unitsPerSecond the read units, or 0 for a table on demand that is never throttled
     */
    public void setReadCapacity(long unitsPerSecond) {
        if (unitsPerSecond < 0) {
            throw new IllegalArgumentException(
                    "Invalid read capacity " + unitsPerSecond + ": expected zero or more");
        }
        synchronized (table.lock()) {
            throttle.setTableRate(unitsPerSecond, clock.millis());
        }
    }

    /** The provisioned read units a second; 0 for a table on demand. */
    public long readCapacity() {
        synchronized (table.lock()) {
            return throttle.tableRate();
        }
    }

    /**
     * A page of items.
     *
     * @throws ServiceException where the start key isn't one of the table or of the segment, the
     *     table was deleted, or its capacity is used up
     */
    public ScanPage page(ScanRequest request) {
        return page(request, false);
    }

    /**
     * A page without items and with a next key: the page after it begins where this one did.
     *
     * @throws ServiceException as {@link #page}
     */
    public ScanPage emptyPage(ScanRequest request) {
        return page(request, true);
    }

    private ScanPage page(ScanRequest request, boolean isEmpty) {
        ItemKey from =
                request.startKey() == null
                        ? ItemKey.before((int) request.firstHash())
                        : startKey(request);
        synchronized (table.lock()) {
            if (table.isDeleted()) {
                throw new ServiceException(
                        ServiceError.RESOURCE_NOT_FOUND.withMessage(
                                "Requested resource not found"));
            }
            long now = clock.millis();
            admit(from, now);
            ScanPage page = isEmpty ? nothing(request) : read(request, from, now);
            throttle.take(from, page.units());
            ledger.noteRead(page.units(), now);
            return page;
        }
    }

    private void admit(ItemKey from, long now) {
        try {
            throttle.check(from, now);
        } catch (ServiceException e) {
            ledger.noteThrottled();
            throw e;
        }
    }

    private ScanPage nothing(ScanRequest request) {
        Item next =
                request.startKey() == null
                        ? keys.beforeAll((int) request.firstHash())
                        : request.startKey();
        return page(new ScanPage.Builder(), request, next);
    }

    private ScanPage read(ScanRequest request, ItemKey from, long now) {
        long asOf = request.isConsistent() ? now : now - staleMillis;
        ScanPage.Builder page = new ScanPage.Builder();
        for (Map.Entry<ItemKey, ItemStore.Version> entry : items.after(from).entrySet()) {
            if (!request.covers(entry.getKey())) {
                break;
            }
            ItemStore.Version version = entry.getValue().at(asOf);
            if (version == null || version.item() == null) {
                continue;
            }
            page.add(version);
            if (page.count() == request.limit() || page.bytes() >= settings.scanPageBytes()) {
                return page(page, request, keys.of(version.item()));
            }
        }
        return page(page, request, null);
    }

    private ScanPage page(ScanPage.Builder page, ScanRequest request, Item next) {
        return page.build(
                next,
                request.isConsistent(),
                read -> {
                    synchronized (table.lock()) {
                        ledger.noteHandedOut(read, keys::text);
                    }
                });
    }

    private ItemKey startKey(ScanRequest request) {
        ItemKey key;
        try {
            key = keys.positionOfStart(keys.of(request.startKey()));
        } catch (IllegalArgumentException e) {
            throw invalid(WRONG_KEY);
        }
        if (request.startKey().attributes().size() != keys.count()) {
            throw invalid(WRONG_KEY);
        }
        if (!request.covers(key)) {
            throw invalid(
                    "The provided Exclusive start key does not map to the provided Segment and"
                            + " TotalSegments values.");
        }
        return key;
    }

    private static ServiceException invalid(String message) {
        return new ServiceException(ServiceError.VALIDATION.withMessage(message));
    }

    /** How many pages with items were handed out whole. */
    public long pages() {
        synchronized (table.lock()) {
            return ledger.pages();
        }
    }

    /** How many pages without items were handed out whole. */
    public long emptyPages() {
        synchronized (table.lock()) {
            return ledger.emptyPages();
        }
    }

    /**
     * How many items were on pages that were sent whole; one that was scanned twice counts twice.
     */
    public long items() {
        synchronized (table.lock()) {
            return ledger.items();
        }
    }

    /**
     * How often an item of each key was on a page that was sent whole; keys as in {@link
     * SimulatedTable#sequenceNumbersByKey()}. Keys that were on none aren't there.
     */
    public Map<String, Long> itemsByKey() {
        synchronized (table.lock()) {
            return ledger.itemsByKey();
        }
    }

    /** How many pages were refused because the capacity was used up. */
    public long throttled() {
        synchronized (table.lock()) {
            return ledger.throttled();
        }
    }

    /** The read units of all pages, those that never reached anybody included. */
    public double units() {
        synchronized (table.lock()) {
            return ledger.units();
        }
    }

    /** The read units by the second of the simulator's clock; seconds without any aren't there. */
    public Map<Instant, Double> unitsBySecond() {
        Map<Instant, Double> all = new TreeMap<>();
        synchronized (table.lock()) {
            ledger.unitsBySecond()
                    .forEach((second, units) -> all.put(Instant.ofEpochSecond(second), units));
        }
        return all;
    }
}
