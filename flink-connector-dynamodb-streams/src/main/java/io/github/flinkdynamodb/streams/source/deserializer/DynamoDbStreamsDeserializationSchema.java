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
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/**
 * Turns a change into elements of the job's stream. Called on the fetcher thread of a source
 * subtask, one call at a time. All elements of one record are emitted as one unit: no checkpoint
 * falls between them.
 *
 * @param <T> the type of the elements
 */
@PublicEvolving
public interface DynamoDbStreamsDeserializationSchema<T>
        extends Serializable, ResultTypeQueryable<T> {

    /**
     * Prepares the schema, once a subtask, before the first record.
     *
     * @param context gives the metric group and the class loader of the job
     * @throws Exception fails the job
     */
    default void open(InitializationContext context) throws Exception {}

    /**
     * Returns what this schema needs of the stream. Checked when the job starts, and again when the
     * source goes on to the table's next stream.
     *
     * @return the requirements, not null; by default any stream will do
     */
    default StreamRequirements requirements() {
        return StreamRequirements.none();
    }

    /**
     * Names the attributes that {@link #deserialize} will ask images for, so that they are found
     * when the page is read, and each {@link io.github.flinkdynamodb.streams.model.Image#get} is
     * the decoding of one value. The others are there as well, at the cost of going over the image
     * once more. Asked once a subtask, after {@link #open}.
     *
     * @return the attributes, not null; by default all, so that nothing is looked for in advance
     */
    default AttributeSelection attributes() {
        return AttributeSelection.all();
    }

    /**
     * Turns one record into any number of elements.
     *
     * @param record the change; valid as long as it is referenced, but it keeps its whole page in
     *     memory
     * @param out takes the elements; not to be used after this call has returned
     * @throws Exception says that the record can't be deserialized; {@code scan.on-decode-error}
     *     decides whether the job fails, with the shard and the sequence number, or the record is
     *     skipped, or emitted by {@link DeadLetterSchema#deserializeRejected}. What was collected
     *     for the record before is dropped. An exception of the schema's own is in the chain of
     *     causes of the failure
     */
    void deserialize(ChangeRecord record, Collector<T> out) throws Exception;

    /**
     * Returns whether enough elements have been created. Called after each record: once true, a
     * reader of a bounded source stops reading all of its shards. Ignored by unbounded sources.
     *
     * @return true for enough; by default never
     */
    default boolean isSatisfied() {
        return false;
    }
}
