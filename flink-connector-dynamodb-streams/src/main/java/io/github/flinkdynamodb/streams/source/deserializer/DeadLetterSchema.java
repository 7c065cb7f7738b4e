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
package io.github.flinkdynamodb.streams.source.deserializer;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.util.Collector;

/**
 * A schema whose elements can stand for a record that it rejects. {@code scan.on-decode-error} =
 * {@code dead-letter} needs one; {@link DeadLetters#wrap} makes one of any schema.
 *
 * @param <T> the type of the elements
 */
@PublicEvolving
public interface DeadLetterSchema<T> extends DynamoDbStreamsDeserializationSchema<T> {

    /**
     * Turns a record that {@link #deserialize} has rejected into elements. They take the record's
     * place: they have its time, and belong to the same checkpoint as its position. Called only if
     * {@code scan.on-decode-error} is {@code dead-letter}.
     *
     * <p>What it throws fails the job, in a message that names the record.
     *
     * @param record the record, not null; valid as long as it is referenced, but it keeps its whole
     *     page in memory
     * @param letter its bytes, place and cause, not null and independent of the page
     * @param out takes the elements; not to be used after this call has returned
     */
    void deserializeRejected(ChangeRecord record, DeadLetter letter, Collector<T> out);
}
