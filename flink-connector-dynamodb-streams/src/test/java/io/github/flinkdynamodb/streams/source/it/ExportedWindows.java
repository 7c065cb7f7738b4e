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
package io.github.flinkdynamodb.streams.source.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.WindowEdge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the incremental exports have to say that were asked for of a table. */
public final class ExportedWindows {

    private static final int MOST_EXPORTS = 100;

    private ExportedWindows() {}

    /** One change for each item and window, by what the table was at the window's two ends. */
    public static List<ItemChange> changes(Simulator simulator, SimulatedTable table) {
        List<ItemChange> changes = new ArrayList<>();
        for (JsonNode summary :
                simulator.exports().list(table.arn(), MOST_EXPORTS, null).values()) {
            JsonNode window =
                    simulator
                            .exports()
                            .describe(summary.get("ExportArn").textValue())
                            .get("IncrementalExportSpecification");
            table.pointInTimeRecovery()
                    .changes(
                            edge(window.get("ExportFromTime")),
                            edge(window.get("ExportToTime")),
                            ItemChange::of)
                    .forEach(changes::addAll);
        }
        return changes;
    }

    private static WindowEdge edge(JsonNode seconds) {
        Instant time = Instant.ofEpochSecond(seconds.longValue());
        return new WindowEdge(time, Duration.ZERO, Instant.EPOCH);
    }

    /** What happened to an item from the beginning of a window to its end. */
    public static String eventName(ItemChange change) {
        if (change.before() == null) {
            return "INSERT";
        }
        return change.after() == null ? "REMOVE" : "MODIFY";
    }

    /** The text of an attribute, a string or a number; null if there is no item or attribute. */
    public static String text(Item item, String attribute) {
        String value = item == null ? null : item.attribute(attribute);
        return value == null ? null : value.replaceAll(".*:\"(.*)\"}", "$1");
    }
}
