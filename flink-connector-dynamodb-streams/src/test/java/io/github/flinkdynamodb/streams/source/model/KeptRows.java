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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.AttributeSelection;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.table.KeptTable;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRow;
import io.github.flinkdynamodb.streams.table.reconcile.StandingRowFunction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;

/**
 * The rows of a table in {@code full}: which one the connector makes of the record of an element,
 * as bytes on their way from a reader to the operator that keeps rows. Two records that have one
 * element have one row.
 */
final class KeptRows {

    /** Whether rows have the version of their item, and not its value, to which it may return. */
    private final boolean ofVersions;

    private final KeptTable table;
    private final TypeSerializer<KeyedRow> serializer;
    private final Map<String, byte[]> rows = new HashMap<>();

    KeptRows(Setup setup) {
        this.ofVersions = !setup.rowsOfValues;
        this.table =
                new KeptTable(
                        ItemsModel.KEY,
                        List.of(ofVersions ? ItemsModel.VERSION : ItemsModel.VALUE),
                        setup.beganWithItems);
        this.serializer =
                table.schema().getProducedType().createSerializer(new SerializerConfigImpl());
    }

    /** Returns a schema that gives out the elements of another one, and remembers their rows. */
    DynamoDbStreamsDeserializationSchema<String> schema(ModelSchema elements) {
        return new Schema(elements, table.schema());
    }

    /** Creates the operator that keeps the rows, without a state. */
    StandingRowFunction function() {
        return table.function();
    }

    /** Returns the row of an element that a reader has given out. */
    KeyedRow rowOf(String element) {
        try {
            return serializer.deserialize(new DataInputDeserializer(rows.get(element)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns what a row says of an item.
     *
     * @throws Violation if the item has never been that
     */
    ItemVersion versionOf(RowData row, ItemModel item) {
        boolean isOfItem = item.key.equals(row.getString(0).toString());
        ItemVersion version = null;
        if (isOfItem && !row.isNullAt(1)) {
            long number = row.getLong(1);
            version = ofVersions ? item.version(number) : item.withValue((int) number);
        }
        if (version == null || !version.exists()) {
            throw new Violation(
                    String.format(
                            "%s(%s, %s) comes out, but %s has never been that",
                            row.getRowKind().shortString(),
                            row.getString(0),
                            row.isNullAt(1) ? "NULL" : row.getLong(1),
                            item));
        }
        return version;
    }

    private void remember(String element, KeyedRow row) throws IOException {
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        serializer.serialize(row, bytes);
        rows.put(element, bytes.getCopyOfBuffer());
    }

    /** Asks two schemas: what a record's element is, and what its row. */
    private final class Schema implements DynamoDbStreamsDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        private final ModelSchema elements;
        private final DynamoDbStreamsDeserializationSchema<KeyedRow> made;

        Schema(ModelSchema elements, DynamoDbStreamsDeserializationSchema<KeyedRow> made) {
            this.elements = elements;
            this.made = made;
        }

        @Override
        public void open(InitializationContext context) throws Exception {
            made.open(context);
        }

        @Override
        public AttributeSelection attributes() {
            return made.attributes();
        }

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) throws Exception {
            List<KeyedRow> ofRecord = new ArrayList<>();
            List<String> ofModel = new ArrayList<>();
            made.deserialize(record, new ListCollector<>(ofRecord));
            elements.deserialize(record, new ListCollector<>(ofModel));
            if (ofRecord.size() != 1 || ofModel.size() != 1) {
                throw new Violation(
                        String.format("%d rows are made of %s", ofRecord.size(), ofModel));
            }
            remember(ofModel.get(0), ofRecord.get(0));
            out.collect(ofModel.get(0));
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return elements.getProducedType();
        }
    }
}
