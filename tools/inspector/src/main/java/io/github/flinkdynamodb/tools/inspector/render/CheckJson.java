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
package io.github.flinkdynamodb.tools.inspector.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import io.github.flinkdynamodb.tools.inspector.check.CheckReport;
import io.github.flinkdynamodb.tools.inspector.check.Gap;
import io.github.flinkdynamodb.tools.inspector.check.RepairEstimate;
import io.github.flinkdynamodb.tools.inspector.check.SnapshotPrice;
import io.github.flinkdynamodb.tools.inspector.check.StreamFinding;
import io.github.flinkdynamodb.tools.inspector.check.TableFinding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the service says of a source, as JSON. */
final class CheckJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CheckJson() {}

    /** Returns all that was found, but for what is in the shards' own rows. */
    static ObjectNode of(CheckReport check) {
        ObjectNode node = JSON.objectNode();
        ArrayNode streams = node.putArray("streams");
        check.streams().forEach(stream -> streams.add(stream(stream)));
        node.put("newShards", check.newShards());
        node.set("table", check.table().map(CheckJson::table).orElse(null));
        node.set("gap", check.gap().map(CheckJson::gap).orElse(null));
        node.set("repair", check.repair().map(CheckJson::repair).orElse(null));
        node.set(
                "newSnapshot",
                check.table()
                        .flatMap(TableFinding::snapshot)
                        .map(CheckJson::snapshot)
                        .orElse(null));
        ArrayNode problems = node.putArray("notKnown");
        check.table().map(TableFinding::problems).orElse(List.of()).forEach(problems::add);
        return node;
    }

    private static ObjectNode stream(StreamFinding stream) {
        ObjectNode node = JSON.objectNode();
        node.put("streamArn", stream.arn());
        node.put("exists", stream.status().isPresent());
        node.put("status", stream.status().map(Enum::name).orElse(null));
        node.put("listedShards", stream.listedShards());
        return node;
    }

    private static ObjectNode table(TableFinding table) {
        ObjectNode node = JSON.objectNode();
        node.put("table", table.table());
        node.put(
                "latestStreamArn",
                table.description().flatMap(TableDescription::latestStreamArn).orElse(null));
        Optional<RecoveryDescription> recovery = table.recovery();
        node.put("pointInTimeRecovery", recovery.map(RecoveryDescription::isEnabled).orElse(null));
        JsonRenderer.putTime(node, "recoveryFrom", recovery.flatMap(RecoveryDescription::earliest));
        JsonRenderer.putTime(node, "recoveryTo", recovery.flatMap(RecoveryDescription::latest));
        return node;
    }

    private static ObjectNode gap(Gap gap) {
        ObjectNode node = JSON.objectNode();
        JsonRenderer.putTime(node, "from", gap.from());
        node.put("to", gap.to().toString());
        node.put("seconds", gap.length().map(Duration::toSeconds).orElse(null));
        return node;
    }

    private static ObjectNode repair(RepairEstimate repair) {
        ObjectNode node = JSON.objectNode();
        node.put("outcome", JsonRenderer.name(repair.forecast().outcome()));
        node.put("reason", repair.forecast().reason().orElse(null));
        node.put("deletions", repair.forecast().keys());
        ArrayNode windows = node.putArray("windows");
        for (RepairStep window : repair.windows()) {
            windows.addObject()
                    .put("from", window.from().toString())
                    .put("to", window.to().toString());
        }
        node.put("covered", repair.isCovered().orElse(null));
        node.put("hours", repair.hours());
        node.put("dollarsPerGb", repair.pricePerGb());
        node.put("leastDollars", repair.leastDollars());
        node.put(
                "gigabytes",
                repair.gigabytes().isPresent() ? repair.gigabytes().getAsDouble() : null);
        node.put("dollars", repair.dollars().isPresent() ? repair.dollars().getAsDouble() : null);
        return node;
    }

    private static ObjectNode snapshot(SnapshotPrice price) {
        ObjectNode node = JSON.objectNode();
        node.put("items", price.items());
        node.put("bytes", price.bytes());
        node.put("readUnits", price.units());
        node.put("scanDollars", price.scanDollars());
        node.put("exportDollars", price.exportDollars());
        return node;
    }
}
