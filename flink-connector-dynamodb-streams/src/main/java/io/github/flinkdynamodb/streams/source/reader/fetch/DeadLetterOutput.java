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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterBuilder;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterSchema;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import org.apache.flink.util.Collector;

/**
 * Emits what the schema rejects as dead letters, if it is to. A dead letter is an element of the
 * record that it stands for, so the position moves past both in one step.
 *
 * @param <T> the type of the elements
 */
final class DeadLetterOutput<T> {

    /** Null if there are to be none. */
    private final DeadLetterSchema<T> schema;

    /**
     * Creates an output.
     *
     * @param schema of the source; one that takes dead letters if there are to be any, as the
     *     builder has checked
     * @param onError what happens to rejected records
     */
    DeadLetterOutput(DynamoDbStreamsDeserializationSchema<T> schema, DecodeErrorPolicy onError) {
        this.schema =
                onError == DecodeErrorPolicy.DEAD_LETTER ? (DeadLetterSchema<T>) schema : null;
    }

    /** Returns whether rejected records are emitted. */
    boolean isWanted() {
        return schema != null;
    }

    /**
     * Emits a record.
     *
     * @param letter has its bytes and place
     * @param cause what the schema threw
     */
    void add(ChangeRecord record, DeadLetterBuilder letter, Exception cause, Collector<T> out) {
        DeadLetter dead = letter.fieldsOf(record).cause(cause).build();
        try {
            schema.deserializeRejected(record, dead, out);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The schema failed to make a dead letter of " + dead.location(), e);
        }
    }
}
