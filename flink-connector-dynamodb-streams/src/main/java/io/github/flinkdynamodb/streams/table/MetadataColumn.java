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
import io.github.flinkdynamodb.streams.table.convert.MetadataWriter;
import java.io.Serializable;
import org.apache.flink.table.types.DataType;

/** A metadata column as a table declares it. Immutable. */
final class MetadataColumn implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Named by text, since Flink before 2.1 has no such type. */
    private static final String VARIANT = "VARIANT";

    private final ReadableMetadata metadata;
    private final String name;
    private final DataType variantType;
    private final boolean neverNull;

    /**
     * Creates a column.
     *
     * @param metadata what the column holds
     * @param name the name that the table gives it, for messages
     * @param declared the type that the table gives it
     */
    MetadataColumn(ReadableMetadata metadata, String name, DataType declared) {
        this.metadata = metadata;
        this.name = name;
        this.variantType = metadata.mayBeVariant() && isVariant(declared) ? declared : null;
        this.neverNull =
                !declared.getLogicalType().isNullable()
                        && metadata.type().getLogicalType().isNullable();
    }

    private static boolean isVariant(DataType type) {
        return type.getLogicalType().getTypeRoot().name().equals(VARIANT);
    }

    /** The name that the table gives it. */
    String name() {
        return name;
    }

    ReadableMetadata metadata() {
        return metadata;
    }

    /** Whether making the column may fail, as an image may not fit into its type. */
    boolean mayBeRejected() {
        return variantType != null;
    }

    /** Whether the table declares it NOT NULL, though records may be without. */
    boolean isDeclaredNotNull() {
        return neverNull;
    }

    /** The type in which the column is made; the planner casts it to that which is declared. */
    DataType type() {
        return variantType == null ? metadata.type() : variantType.nullable();
    }

    void write(ChangeRecord record, MetadataWriter writer) {
        if (variantType == null) {
            metadata.write(record, writer);
        } else {
            writer.variant(name, metadata.imageOf(record));
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof MetadataColumn
                && metadata == ((MetadataColumn) o).metadata
                && type().equals(((MetadataColumn) o).type());
    }

    @Override
    public int hashCode() {
        return 31 * metadata.hashCode() + type().hashCode();
    }

    @Override
    public String toString() {
        return metadata.key();
    }
}
