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
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.PartialRecordException;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns items of a table into elements, wherever the items are from. Belongs to the fetcher thread.
 *
 * @param <T> the type of the elements
 */
final class ItemElements<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ItemElements.class);

    private final DynamoDbStreamsDeserializationSchema<T> schema;
    private final DecodeErrorPolicy onError;
    private final DeadLetterOutput<T> deadLetters;
    private final boolean endsEarly;
    private final ReaderMetrics metrics;

    /**
     * Creates the conversion.
     *
     * @param schema turns items into elements
     */
    ItemElements(DynamoDbStreamsDeserializationSchema<T> schema, FetchContext context) {
        this.schema = schema;
        this.onError = context.config.onDecodeError();
        this.deadLetters = new DeadLetterOutput<>(schema, onError);
        this.endsEarly = context.config.readsNoStream();
        this.metrics = context.metrics;
    }

    /** Returns whether the schema has enough, and splits may end for that. */
    boolean isSatisfied() {
        return endsEarly && schema.isSatisfied();
    }

    /**
     * Adds the elements of an item, unless none are wanted any more.
     *
     * @param record the item
     * @param origin where it is from
     * @param out takes the elements
     * @return whether they are to be emitted; if not, what has been added is to be dropped
     * @throws IOException if the schema rejects the item and that is to fail the job
     */
    boolean add(ChangeRecord record, ItemOrigin origin, BatchCollector<T> out) throws IOException {
        if (isSatisfied()) {
            return false;
        }
        try {
            if (origin.wasEmitted(record)) {
                return false;
            }
            schema.deserialize(record, out);
            return true;
        } catch (PartialRecordException e) {
            Exception cause = (Exception) e.getCause();
            countRejected(origin.nameOf(record), cause, "Skipping a part of");
            addDeadLetter(record, origin, cause, out);
            return true;
        } catch (Exception e) {
            countRejected(origin.nameOf(record), e, "Skipping");
            out.drop();
            return addDeadLetter(record, origin, e, out);
        }
    }

    private boolean addDeadLetter(
            ChangeRecord record, ItemOrigin origin, Exception cause, BatchCollector<T> out) {
        if (deadLetters.isWanted()) {
            deadLetters.add(record, origin.deadLetterOf(record), cause, out);
        }
        return deadLetters.isWanted();
    }

    private void countRejected(String item, Exception cause, String what) throws IOException {
        if (onError == DecodeErrorPolicy.FAIL) {
            throw RejectedRecords.error("Cannot deserialize " + item, cause, "", "items");
        }
        metrics.recordInError();
        if (!deadLetters.isWanted()) {
            LOG.warn("{} {}, which the schema rejects", what, item, cause);
        }
    }
}
