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

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Writes what DescribeTable says of a table. Guarded by the table's lock. */
final class TableDescription {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TableStreams streams;
    private final TableSettings settings;

    TableDescription(TableStreams streams) {
        this.streams = streams;
        this.settings = streams.settings();
    }

    /** The description of the table as it is now. */
    ObjectNode ofTable(SimulatedTable table) {
        ObjectNode node = JSON.objectNode();
        node.set("AttributeDefinitions", attributes());
        node.put("TableName", table.name());
        node.set("KeySchema", keySchema());
        boolean busy =
                streams.hasStream() && streams.latest().status(streams.now()).endsWith("ING");
        node.put("TableStatus", busy ? "UPDATING" : "ACTIVE");
        double created = streams.tableCreatedMillis() / 1000.0;
        node.put("CreationDateTime", created);
        addCapacity(node, table.scans().readCapacity(), created);
        addWarmThroughput(node);
        addSize(node, table.items());
        node.put("TableArn", table.arn());
        node.put("TableId", tableId());
        addStream(node);
        node.put("DeletionProtectionEnabled", false);
        return node;
    }

    /** Names this table, and no other one that had its name before or has it afterwards. */
    String tableId() {
        String source =
                String.format(
                        "%s %d %d",
                        streams.tableArn(), streams.tableCreatedMillis(), streams.tablesBefore());
        return UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private void addCapacity(ObjectNode node, long units, double created) {
        node.putObject("ProvisionedThroughput")
                .put("NumberOfDecreasesToday", 0)
                .put("ReadCapacityUnits", units)
                .put("WriteCapacityUnits", units);
        if (units == 0) {
            // A table with provisioned capacity has no such summary.
            node.putObject("BillingModeSummary")
                    .put("BillingMode", "PAY_PER_REQUEST")
                    .put("LastUpdateToPayPerRequestDateTime", created);
        }
    }

    private void addWarmThroughput(ObjectNode node) {
        if (settings.warmReadUnits() > 0) {
            node.putObject("WarmThroughput")
                    .put("ReadUnitsPerSecond", settings.warmReadUnits())
                    .put("Status", "ACTIVE");
        }
    }

    private void addSize(ObjectNode node, TableItems items) {
        long bytes = settings.reportedBytes();
        long count = settings.reportedItems();
        node.put("TableSizeBytes", bytes < 0 ? items.bytes() : bytes);
        node.put("ItemCount", count < 0 ? items.count() : count);
    }

    private void addStream(ObjectNode node) {
        if (!streams.hasStream()) {
            return;
        }
        SimulatedStream latest = streams.latest();
        node.put("LatestStreamArn", latest.arn());
        node.put("LatestStreamLabel", latest.label());
        if (!latest.isDisabled()) {
            node.putObject("StreamSpecification")
                    .put("StreamEnabled", true)
                    .put("StreamViewType", settings.viewType().name());
        }
    }

    private ArrayNode attributes() {
        ArrayNode attributes = JSON.arrayNode();
        List<String> names = settings.keyNames();
        for (int i = 0; i < names.size(); i++) {
            attributes
                    .addObject()
                    .put("AttributeName", names.get(i))
                    .put("AttributeType", settings.keyType(i));
        }
        return attributes;
    }

    /** The names of the key attributes and what they are for. */
    ArrayNode keySchema() {
        ArrayNode keys = JSON.arrayNode();
        List<String> names = settings.keyNames();
        for (int i = 0; i < names.size(); i++) {
            keys.addObject()
                    .put("AttributeName", names.get(i))
                    .put("KeyType", i == 0 ? "HASH" : "RANGE");
        }
        return keys;
    }
}
