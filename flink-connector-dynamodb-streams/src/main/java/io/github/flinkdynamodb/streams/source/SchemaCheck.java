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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.util.InstantiationUtil;

/** Finds out before a job is submitted that its deserialization schema can't work in it. */
final class SchemaCheck {

    private SchemaCheck() {}

    /**
     * Checks a schema. Calls it for the type of its elements, and serializes it.
     *
     * @param schema the schema, or null where none was set
     * @throws IllegalConfigurationException if there is none, if it can't be serialized, or if it
     *     doesn't know the type of its elements; the message says what to do
     */
    static void require(DynamoDbStreamsDeserializationSchema<?> schema) {
        if (schema == null) {
            throw new IllegalConfigurationException(
                    "No deserialization schema is set: call setDeserializer(...), for instance with"
                            + " a JsonStringDeserializationSchema");
        }
        requireType(schema);
        try {
            InstantiationUtil.serializeObject(schema);
        } catch (IOException | RuntimeException e) {
            throw new IllegalConfigurationException(
                    String.format(
                            "The deserialization schema %s can't be serialized, so it can't travel"
                                    + " to the task managers (%s): make the class static or"
                                    + " top-level, and what can't be serialized a transient field"
                                    + " that open(...) creates",
                            schema.getClass().getName(), e),
                    e);
        }
    }

    private static void requireType(DynamoDbStreamsDeserializationSchema<?> schema) {
        TypeInformation<?> type = schema.getProducedType();
        if (type == null) {
            throw new IllegalConfigurationException(
                    "The deserialization schema %s gives null as the type of its elements: let"
                            + " getProducedType() return it, such as Types.STRING",
                    schema.getClass().getName());
        }
    }
}
