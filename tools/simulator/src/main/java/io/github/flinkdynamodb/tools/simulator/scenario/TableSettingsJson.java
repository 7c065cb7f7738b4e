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
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads a table's settings: {@code name}, and whatever differs from the defaults of {@link
 * TableSettings}: {@code partitionKey} and {@code sortKey} as {@code {"name":"id","type":"S"}},
 * {@code viewType}, {@code withoutStream}, {@code shards}, {@code retention}, {@code rollAfter},
 * {@code rollAfterRecords}, {@code childVisibleAfter}, {@code endVisibleAfter}, {@code
 * childShardsAfter}, {@code enablingTime}, {@code disablingTime}, {@code shuffledListing}, {@code
 * endOnOwnPage}, {@code emptyPages}, {@code timesGoBack}, {@code pageRecords}, {@code pageBytes},
 * {@code scanPageBytes}, {@code readCapacity}, {@code readBurst}, {@code partitions}, {@code
 * partitionReadCapacity}, {@code staleness}, {@code keepHistory}, {@code pointInTimeRecovery},
 * {@code reportedItems}, {@code reportedBytes} and {@code warmReadUnits}. Times are ISO-8601
 * durations such as {@code PT4H}.
 */
final class TableSettingsJson {

    private static final Set<String> KEY_FIELDS = Set.of("name", "type");
    private static final String[] FIELDS = {
        "name",
        "partitionKey",
        "sortKey",
        "viewType",
        "withoutStream",
        "shards",
        "retention",
        "rollAfter",
        "rollAfterRecords",
        "childVisibleAfter",
        "endVisibleAfter",
        "childShardsAfter",
        "enablingTime",
        "disablingTime",
        "shuffledListing",
        "endOnOwnPage",
        "emptyPages",
        "timesGoBack",
        "pageRecords",
        "pageBytes",
        "scanPageBytes",
        "readCapacity",
        "readBurst",
        "partitions",
        "partitionReadCapacity",
        "staleness",
        "keepHistory",
        "pointInTimeRecovery",
        "reportedItems",
        "reportedBytes",
        "warmReadUnits"
    };

    private TableSettingsJson() {}

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException where a field is unknown or wrong
     */
    static TableSettings read(JsonNode json) {
        Fields fields = Fields.of(json).onlyOfAction("A table", FIELDS);
        TableSettings settings = TableSettings.table(fields.text("name"));
        settings.shards(fields.small("shards", 1, 1))
                .rollAfterRecords(fields.whole("rollAfterRecords", 1, Long.MAX_VALUE))
                .emptyPages(fields.small("emptyPages", 0, 0))
                .page(fields.small("pageRecords", 1, 1000), fields.small("pageBytes", 1, 1 << 20));
        readKeys(json, settings);
        if (fields.has("viewType")) {
            settings.viewType(viewType(fields));
        }
        if (fields.flag("withoutStream")) {
            settings.withoutStream();
        }
        if (fields.flag("shuffledListing")) {
            settings.shuffledListing();
        }
        if (fields.flag("endOnOwnPage")) {
            settings.endOnOwnPage();
        }
        readTimes(fields, settings);
        readScans(fields, settings);
        return settings;
    }

    private static void readKeys(JsonNode json, TableSettings settings) {
        if (json.has("partitionKey")) {
            Fields key = Fields.of(json.get("partitionKey")).only("A key", KEY_FIELDS);
            settings.partitionKey(key.text("name"), key.text("type"));
        }
        if (json.has("sortKey")) {
            Fields key = Fields.of(json.get("sortKey")).only("A key", KEY_FIELDS);
            settings.sortKey(key.text("name"), key.text("type"));
        }
    }

    private static StreamViewType viewType(Fields fields) {
        try {
            return StreamViewType.valueOf(fields.text("viewType"));
        } catch (IllegalArgumentException e) {
            throw fields.wrong("viewType", "one of " + Arrays.toString(StreamViewType.values()));
        }
    }

    private static void readScans(Fields fields, TableSettings settings) {
        settings.scanPageBytes(fields.small("scanPageBytes", 1, 1 << 20))
                .partitions(fields.small("partitions", 1, 1));
        if (fields.flag("keepHistory")) {
            settings.keepHistory();
        }
        if (fields.flag("pointInTimeRecovery")) {
            settings.pointInTimeRecovery();
        }
        Map<String, LongConsumer> numbers =
                Map.of(
                        "readCapacity", settings::readCapacity,
                        "partitionReadCapacity", settings::partitionReadCapacity,
                        "reportedItems", settings::reportedItems,
                        "reportedBytes", settings::reportedBytes,
                        "warmReadUnits", settings::warmReadUnits);
        numbers.forEach(
                (name, setter) -> {
                    if (fields.has(name)) {
                        setter.accept(fields.whole(name, 0, 0));
                    }
                });
    }

    private static void readTimes(Fields fields, TableSettings settings) {
        Map<String, Consumer<Duration>> times =
                Map.of(
                        "retention", settings::retention,
                        "rollAfter", settings::rollAfter,
                        "childVisibleAfter", settings::childVisibleAfter,
                        "endVisibleAfter", settings::endVisibleAfter,
                        "childShardsAfter", settings::childShardsAfter,
                        "enablingTime", settings::enablingTime,
                        "disablingTime", settings::disablingTime,
                        "timesGoBack", settings::timesGoBack,
                        "readBurst", settings::readBurst,
                        "staleness", settings::staleness);
        times.forEach(
                (name, setter) -> {
                    if (fields.has(name)) {
                        setter.accept(fields.time(name));
                    }
                });
    }
}
