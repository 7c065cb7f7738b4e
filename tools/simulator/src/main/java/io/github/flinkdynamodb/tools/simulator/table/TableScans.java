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
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;

/** Scan on one table. Thread-safe. */
public final class TableScans {

    private static final int UNIT_BYTES = 4096;

    private final SimulatedTable table;
    private final TableSettings settings;
    private final TableKeys keys;
    private final ItemStore items;

    TableScans(SimulatedTable table, TableSettings settings, TableKeys keys, ItemStore items) {
        this.table = table;
        this.settings = settings;
        this.keys = keys;
        this.items = items;
    }

    /**
     * A page of items.
     *
     * @throws ServiceException where the start key isn't one of the table or of the segment, or the
     *     table was deleted
     */
    public ScanPage page(ScanRequest request) {
        ItemKey after = request.startKey() == null ? null : startKey(request);
        synchronized (table.lock()) {
            if (table.isDeleted()) {
                throw new ServiceException(
                        ServiceError.RESOURCE_NOT_FOUND.withMessage(
                                "Requested resource not found"));
            }
            return page(request, after == null ? ItemKey.before((int) request.firstHash()) : after);
        }
    }

    private ScanPage page(ScanRequest request, ItemKey from) {
        PageInProgress page = new PageInProgress();
        for (Map.Entry<ItemKey, ItemStore.Stored> entry : items.from(from, false).entrySet()) {
            if (!request.covers(entry.getKey())) {
                break;
            }
            page.add(entry.getValue());
            if (page.count == request.limit() || page.bytes >= settings.scanPageBytes()) {
                return page.end(request, keys.of(entry.getValue().item()));
            }
        }
        return page.end(request, null);
    }

    private ItemKey startKey(ScanRequest request) {
        ItemKey key;
        try {
            key = keys.position(keys.of(request.startKey()));
        } catch (IllegalArgumentException e) {
            throw invalid(
                    "The provided starting key is invalid: The provided key element does not match"
                            + " the schema");
        }
        if (request.startKey().attributes().size() != keys.count()) {
            throw invalid(
                    "The provided starting key is invalid: The provided key element does not match"
                            + " the schema");
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

    /** The items of a page so far. */
    private static final class PageInProgress {

        private final ByteArrayOutputStream json = new ByteArrayOutputStream();
        private int count;
        private long bytes;

        private void add(ItemStore.Stored item) {
            if (count > 0) {
                json.write(',');
            }
            json.writeBytes(item.json());
            bytes += item.item().size();
            count++;
        }

        private ScanPage end(ScanRequest request, Item lastEvaluatedKey) {
            long blocks = Math.max(1, (bytes + UNIT_BYTES - 1) / UNIT_BYTES);
            return new ScanPage(
                    ByteBuffer.wrap(json.toByteArray()),
                    count,
                    lastEvaluatedKey,
                    blocks * (request.isConsistent() ? 1 : 0.5));
        }
    }
}
