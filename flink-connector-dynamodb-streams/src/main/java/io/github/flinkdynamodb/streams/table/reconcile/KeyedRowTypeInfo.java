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
package io.github.flinkdynamodb.streams.table.reconcile;

import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.table.data.RowData;

/** The type of keyed rows, whose rows are of some type. */
@Internal
public final class KeyedRowTypeInfo extends TypeInformation<KeyedRow> {

    private static final long serialVersionUID = 1L;

    private final TypeInformation<RowData> rowType;

    /**
     * Creates a type.
     *
     * @param rowType the type of the rows
     */
    public KeyedRowTypeInfo(TypeInformation<RowData> rowType) {
        this.rowType = Objects.requireNonNull(rowType, "rowType");
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<KeyedRow> getTypeClass() {
        return KeyedRow.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<KeyedRow> createSerializer(SerializerConfig config) {
        return new KeyedRowSerializer(rowType.createSerializer(config));
    }

    /**
     * Creates a serializer; what Flink before 2.0 calls.
     *
     * @param config the job's configuration
     * @return the serializer
     */
    public TypeSerializer<KeyedRow> createSerializer(ExecutionConfig config) {
        return createSerializer(config.getSerializerConfig());
    }

    @Override
    public String toString() {
        return "KeyedRow<" + rowType + ">";
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof KeyedRowTypeInfo && rowType.equals(((KeyedRowTypeInfo) o).rowType);
    }

    @Override
    public int hashCode() {
        return 31 * KeyedRowTypeInfo.class.hashCode() + rowType.hashCode();
    }

    @Override
    public boolean canEqual(Object o) {
        return o instanceof KeyedRowTypeInfo;
    }
}
