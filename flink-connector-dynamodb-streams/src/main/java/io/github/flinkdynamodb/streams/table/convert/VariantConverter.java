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
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.text.SortedValues;
import io.github.flinkdynamodb.streams.model.AttributeValue;

/** Converts values of all types to variants. */
final class VariantConverter extends AttributeConverter {

    VariantConverter(Field field, ConverterContext context) {
        super(field, context);
    }

    @Override
    void convert(ItemIndex index, AttributeToken value, int base, int slot) {
        AttributeValue decoded = SortedValues.of(context.item.value(value));
        byte[] variant;
        try {
            variant = Variants.toBytes(decoded);
        } catch (ArithmeticException | DecodeException e) {
            throw context.fail(field, value, e.getMessage());
        }
        context.out.putLongBytes(base, slot, variant);
    }
}
