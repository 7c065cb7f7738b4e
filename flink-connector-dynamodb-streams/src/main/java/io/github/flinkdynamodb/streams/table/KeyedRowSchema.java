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
package io.github.flinkdynamodb.streams.table;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.source.deserializer.AttributeSelection;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRow;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRowTypeInfo;
import io.github.flinkdynamodb.streams.table.reconcile.RowHash;
import java.time.Instant;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Turns a change, or a scanned item, into the rows of a SQL table, with what an operator behind the
 * source needs to know of them.
 */
final class KeyedRowSchema implements DynamoDbStreamsDeserializationSchema<KeyedRow> {

    private static final long serialVersionUID = 1L;

    private final ChangeRowSchema rows;
    private final RowHash hash;
    private final RecordKey key;

    /** The rows of the current record. */
    private transient RowsOfRecord current;

    /**
     * Creates a schema.
     *
     * @param rows makes the rows
     * @param hash hashes them; null if they aren't compared by a hash, and both halves of an update
     *     go together
     * @param key finds a record's key
     */
    KeyedRowSchema(ChangeRowSchema rows, RowHash hash, RecordKey key) {
        this.rows = rows;
        this.hash = hash;
        this.key = key;
    }

    @Override
    public void open(InitializationContext context) {
        rows.open(context);
        current = new RowsOfRecord();
    }

    @Override
    public AttributeSelection attributes() {
        return rows.attributes();
    }

    @Override
    public StreamRequirements requirements() {
        return rows.requirements();
    }

    @Override
    public boolean isSatisfied() {
        return rows.isSatisfied();
    }

    @Override
    public void deserialize(ChangeRecord record, Collector<KeyedRow> out) {
        current.begin(record, out);
        rows.deserialize(record, current);
    }

    @Override
    public TypeInformation<KeyedRow> getProducedType() {
        return new KeyedRowTypeInfo(rows.getProducedType());
    }

    /** Adds to each row of a record what they share. */
    private final class RowsOfRecord implements Collector<RowData> {

        private ChangeRecord record;
        private Collector<KeyedRow> out;
        private Hash128 keyOfRecord;

        /** The first half of an update, if it goes with the second one. */
        private RowData before;

        void begin(ChangeRecord next, Collector<KeyedRow> collector) {
            record = next;
            out = collector;
            keyOfRecord = null;
            before = null;
        }

        @Override
        public void collect(RowData row) {
            if (hash == null && row.getRowKind() == RowKind.UPDATE_BEFORE) {
                before = row;
                return;
            }
            if (keyOfRecord == null) {
                keyOfRecord = key.of(record, row);
            }
            Instant created = record.approximateCreationTime();
            out.collect(keyed(row, created == null ? KeyedRow.NO_TIME : created.toEpochMilli()));
        }

        private KeyedRow keyed(RowData row, long createdMillis) {
            if (rows.isOfKeyAlone()) {
                return KeyedRow.deletionByKey(keyOfRecord, createdMillis, row);
            }
            return hash == null
                    ? KeyedRow.replacing(keyOfRecord, createdMillis, before, row)
                    : new KeyedRow(
                            keyOfRecord, hash.of(row), record.isSnapshot(), createdMillis, row);
        }

        @Override
        public void close() {}
    }
}
