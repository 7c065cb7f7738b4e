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
package io.github.flinkdynamodb.tools.simulator.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * The lines of data files. The elements of sets are in random order, as in the service, where two
 * exports of an item may differ in it.
 */
final class ExportLines {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MAY_HAVE_SETS = Pattern.compile("\"[SNB]S\":\\[");

    private final Random random;

    ExportLines(Random random) {
        this.random = random;
    }

    /** Returns a line of a full export. */
    String of(Item item) {
        return "{\"Item\":" + json(item) + "}";
    }

    /** Returns a line of an incremental export. */
    String of(ItemChange change, ExportView view) {
        long micros =
                Math.addExact(
                        Math.multiplyExact(change.written().getEpochSecond(), 1_000_000L),
                        change.written().getNano() / 1000);
        StringBuilder line = new StringBuilder("{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"");
        line.append(micros).append("\"}},\"Keys\":").append(json(change.keys()));
        if (change.after() != null) {
            line.append(",\"NewImage\":").append(json(change.after()));
        }
        if (change.before() != null && view == ExportView.NEW_AND_OLD_IMAGES) {
            line.append(",\"OldImage\":").append(json(change.before()));
        }
        return line.append('}').toString();
    }

    private String json(Item item) {
        String json = item.toJson();
        return MAY_HAVE_SETS.matcher(json).find() ? withShuffledSets(json) : json;
    }

    private String withShuffledSets(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            for (String type : List.of("SS", "NS", "BS")) {
                // Only a set is an array under this name: an attribute of the name is an object.
                node.findValues(type).forEach(this::shuffle);
            }
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }

    private void shuffle(JsonNode value) {
        if (value.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            value.forEach(elements::add);
            Collections.shuffle(elements, random);
            ((ArrayNode) value).removeAll().addAll(elements);
        }
    }
}
