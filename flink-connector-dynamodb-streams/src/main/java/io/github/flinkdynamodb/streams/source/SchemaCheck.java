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

import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterSchema;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.util.InstantiationUtil;

/** Finds out before a job is submitted whether its deserialization schema can work in it. */
final class SchemaCheck {

    private SchemaCheck() {}

    /**
     * Checks a schema. Calls it for the type of its elements, and serializes it.
     *
     * @param schema the schema, or null if none was set
     * @throws IllegalConfigurationException if there is none, if it cannot be serialized, or if it
     *     returns no type for its elements; the message says what to do
     */
    static void require(DynamoDbStreamsDeserializationSchema<?> schema) {
        if (schema == null) {
            throw new IllegalConfigurationException(
                    "Missing deserialization schema: call setDeserializer(...), for example with a"
                            + " JsonStringDeserializationSchema");
        }
        requireType(schema);
        try {
            InstantiationUtil.serializeObject(schema);
        } catch (IOException | RuntimeException e) {
            throw new IllegalConfigurationException(
                    String.format(
                            "The deserialization schema %s is not serializable and cannot be sent"
                                    + " to the TaskManagers (%s): use a static or top-level class,"
                                    + " and create what is not serializable in open(...), as a"
                                    + " transient field",
                            schema.getClass().getName(), e),
                    e);
        }
    }

    /**
     * Checks that a schema can emit what it rejects, if it is to.
     *
     * @throws IllegalConfigurationException if it can't
     */
    static void requireDeadLetters(
            DynamoDbStreamsDeserializationSchema<?> schema, DecodeErrorPolicy onError) {
        if (onError == DecodeErrorPolicy.DEAD_LETTER && !(schema instanceof DeadLetterSchema)) {
            throw new IllegalConfigurationException(
                    "'%s' = 'dead-letter' needs a schema that emits what it rejects, but %s has no"
                        + " elements for that: set it with setDeserializer(DeadLetters.wrap(...)),"
                        + " and part the stream with DeadLetters.split(...)",
                    DynamoDbStreamsSourceOptions.ON_DECODE_ERROR.key(),
                    schema.getClass().getName());
        }
    }

    private static void requireType(DynamoDbStreamsDeserializationSchema<?> schema) {
        TypeInformation<?> type = schema.getProducedType();
        if (type == null) {
            throw new IllegalConfigurationException(
                    "The deserialization schema %s returns null from getProducedType(): return the"
                            + " type of its elements, such as Types.STRING",
                    schema.getClass().getName());
        }
    }
}
