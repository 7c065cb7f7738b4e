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
package io.github.flinkdynamodb.tools.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls of DynamoDB that write. Thread-safe. */
final class WriteCalls {

    private static final int MOST_OF_A_BATCH = 25;

    private final TablesByName tables;

    WriteCalls(TablesByName tables) {
        this.tables = tables;
    }

    /**
     * Writes.
     *
     * @return the answer's body
     * @throws ServiceException where a write is refused; of a batch, nothing is written then
     */
    String write(Operation operation, JsonNode request) {
        if (operation == Operation.BATCH_WRITE_ITEM) {
            List<Runnable> writes = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry : request.path("RequestItems").properties()) {
                add(entry.getKey(), entry.getValue(), writes);
            }
            if (writes.isEmpty() || writes.size() > MOST_OF_A_BATCH) {
                throw Parameters.invalid(
                        "A BatchWriteItem has from 1 to 25 items, not " + writes.size());
            }
            writes.forEach(Runnable::run);
            return "{\"UnprocessedItems\":{}}";
        }
        String name = Parameters.required(request, "TableName");
        boolean put = operation == Operation.PUT_ITEM;
        write(tables.table(name), put, request.get(put ? "Item" : "Key")).run();
        return "{}";
    }

    private void add(String tableName, JsonNode requests, List<Runnable> writes) {
        SimulatedTable table = tables.table(tableName);
        if (requests.isEmpty()) {
            throw Parameters.invalid(
                    "The batch write request list for a table cannot be null or empty: "
                            + tableName);
        }
        Set<Item> keys = new HashSet<>();
        for (JsonNode request : requests) {
            boolean put = request.has("PutRequest");
            if (request.size() != 1 || !put && !request.has("DeleteRequest")) {
                throw Parameters.invalid("Neither a PutRequest nor a DeleteRequest: " + request);
            }
            JsonNode json =
                    put
                            ? request.get("PutRequest").get("Item")
                            : request.get("DeleteRequest").get("Key");
            writes.add(write(table, put, json));
            if (!keys.add(table.keysOf(WireItems.read(json)))) {
                throw Parameters.invalid("Provided list of item keys contains duplicates");
            }
        }
    }

    private static Runnable write(SimulatedTable table, boolean put, JsonNode json) {
        Item item = WireItems.read(json);
        Item keys;
        try {
            keys = table.keysOf(item);
        } catch (IllegalArgumentException e) {
            throw Parameters.invalid(
                    "One or more parameter values were invalid: " + e.getMessage());
        }
        if (!put && keys.attributes().size() != item.attributes().size()) {
            throw Parameters.invalid("The provided key element does not match the schema");
        }
        return put ? () -> table.put(item) : () -> table.delete(keys);
    }
}
