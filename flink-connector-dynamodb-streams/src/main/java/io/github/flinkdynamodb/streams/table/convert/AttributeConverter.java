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
package io.github.flinkdynamodb.streams.table.convert;

import io.github.flinkdynamodb.streams.codec.item.AttributeToken;
import io.github.flinkdynamodb.streams.codec.item.ItemIndex;

/**
 * Converts attribute values to one of Flink's types: that of a field, or of the elements of an
 * array or map.
 */
abstract class AttributeConverter {

    final Field field;
    final ConverterContext context;

    AttributeConverter(Field field, ConverterContext context) {
        this.field = field;
        this.context = context;
    }

    /**
     * Converts a value that isn't NULL, and writes it into a row or array.
     *
     * @param index has found what is wanted of the value
     * @param value where it lies in the image
     * @param base where the row or array begins in the buffer
     * @param slot where the value's slot lies in the buffer; it is 0
     * @throws FieldException if the value can't become one of the type
     */
    abstract void convert(ItemIndex index, AttributeToken value, int base, int slot);

    /** How many bytes a value's slot in an array has. */
    int slotSize() {
        return Long.BYTES;
    }
}
