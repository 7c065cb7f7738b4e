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

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** A change of a {@link LocalTable} as one line: "key eventName version". */
public final class ChangeText implements DynamoDbStreamsDeserializationSchema<String> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ChangeRecord record, Collector<String> out) {
        Image image = record.newImage() == null ? record.oldImage() : record.newImage();
        AttributeValue version = image.get("v");
        out.collect(
                record.keys().get("pk").s()
                        + " "
                        + record.eventName()
                        + " "
                        + (version == null ? "?" : version.n()));
    }

    /** Lines by key, in their order: comparable with what a table has written. */
    public static Map<String, List<String>> byKey(List<String> lines) {
        Map<String, List<String>> byKey = new TreeMap<>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            byKey.computeIfAbsent(line.substring(0, space), k -> new ArrayList<>())
                    .add(line.substring(space + 1));
        }
        return byKey;
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }
}
