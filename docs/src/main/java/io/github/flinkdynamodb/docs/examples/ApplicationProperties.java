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
package io.github.flinkdynamodb.docs.examples;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A source whose options come from a group of properties, as on AWS's managed Flink. */
public final class ApplicationProperties {

    private ApplicationProperties() {}

    static DynamoDbStreamsSource<String> source(Properties group) {
        Map<String, String> options = new HashMap<>();
        group.stringPropertyNames().forEach(key -> options.put(key, group.getProperty(key)));
        return DynamoDbStreamsSource.<String>builder()
                .setOptions(options)
                .setDeserializer(JsonStringDeserializationSchema.plainJson())
                .build();
    }
}
