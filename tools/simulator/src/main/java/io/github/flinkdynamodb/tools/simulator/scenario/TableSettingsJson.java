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
package io.github.flinkdynamodb.tools.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.tools.simulator.table.StreamViewType;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.Map;

/**
 * Reads a table's settings: {@code name}, and whatever differs from the defaults of {@link
 * TableSettings}: {@code partitionKey} and {@code sortKey} as {@code {"name":"id","type":"S"}},
 * {@code viewType}, {@code shards}, {@code retention}, {@code rollAfter}, {@code rollAfterRecords},
 * {@code childVisibleAfter}, {@code endVisibleAfter}, {@code childShardsAfter}, {@code
 * shuffledListing}, {@code endOnOwnPage}, {@code emptyPages}, {@code timesGoBack}, {@code
 * pageRecords} and {@code pageBytes}. Times are ISO-8601 durations such as {@code PT4H}.
 */
final class TableSettingsJson {

    private TableSettingsJson() {}

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException where a field is unknown or wrong
     */
    static TableSettings read(JsonNode json) {
        TableSettings settings = TableSettings.table(Actions.text(json, "name"));
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            try {
                set(settings, field.getKey(), field.getValue(), json);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "\"" + field.getKey() + "\": " + field.getValue() + ": " + e.getMessage(),
                        e);
            }
        }
        return settings;
    }

    private static void set(TableSettings settings, String name, JsonNode value, JsonNode all) {
        switch (name) {
            case "do":
            case "name":
                break;
            case "partitionKey":
                settings.partitionKey(Actions.text(value, "name"), Actions.text(value, "type"));
                break;
            case "sortKey":
                settings.sortKey(Actions.text(value, "name"), Actions.text(value, "type"));
                break;
            case "viewType":
                settings.viewType(StreamViewType.valueOf(value.asText()));
                break;
            case "shards":
                settings.shards(value.asInt());
                break;
            case "rollAfterRecords":
                settings.rollAfterRecords(value.asLong());
                break;
            case "emptyPages":
                settings.emptyPages(value.asInt());
                break;
            case "pageRecords":
            case "pageBytes":
                settings.page(
                        all.path("pageRecords").asInt(1000), all.path("pageBytes").asInt(1 << 20));
                break;
            case "shuffledListing":
                if (value.asBoolean()) {
                    settings.shuffledListing();
                }
                break;
            case "endOnOwnPage":
                if (value.asBoolean()) {
                    settings.endOnOwnPage();
                }
                break;
            default:
                setTime(settings, name, value.asText());
                break;
        }
    }

    private static void setTime(TableSettings settings, String name, String text) {
        Duration time;
        switch (name) {
            case "retention":
            case "rollAfter":
            case "childVisibleAfter":
            case "endVisibleAfter":
            case "childShardsAfter":
            case "timesGoBack":
                time = Duration.parse(text);
                break;
            default:
                throw new IllegalArgumentException("a table has no such setting");
        }
        switch (name) {
            case "retention":
                settings.retention(time);
                break;
            case "rollAfter":
                settings.rollAfter(time);
                break;
            case "childVisibleAfter":
                settings.childVisibleAfter(time);
                break;
            case "endVisibleAfter":
                settings.endVisibleAfter(time);
                break;
            case "childShardsAfter":
                settings.childShardsAfter(time);
                break;
            default:
                settings.timesGoBack(time);
                break;
        }
    }
}
