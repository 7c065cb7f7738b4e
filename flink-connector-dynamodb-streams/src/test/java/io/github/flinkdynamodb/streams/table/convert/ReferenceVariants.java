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

import java.math.BigDecimal;
import java.util.Comparator;
import org.apache.flink.types.variant.Variant;
import org.apache.flink.types.variant.VariantBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Creates variants from the SDK's objects. Loaded where Flink has the type. */
final class ReferenceVariants {

    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(38);

    private ReferenceVariants() {}

    static Variant of(AttributeValue value) {
        VariantBuilder builder = Variant.newBuilder();
        switch (value.type()) {
            case S:
                return builder.of(value.s());
            case N:
                return number(new BigDecimal(value.n()));
            case B:
                return builder.of(value.b().asByteArray());
            case BOOL:
                return builder.of(value.bool());
            case NUL:
                return builder.ofNull();
            case M:
                VariantBuilder.VariantObjectBuilder object = builder.object();
                value.m().keySet().stream()
                        .sorted()
                        .forEach(name -> object.add(name, of(value.m().get(name))));
                return object.build();
            default:
                VariantBuilder.VariantArrayBuilder array = builder.array();
                ReferenceRows.elements(value, Comparator.naturalOrder())
                        .forEach(element -> array.add(of(element)));
                return array.build();
        }
    }

    private static Variant number(BigDecimal number) {
        BigDecimal small = number.stripTrailingZeros();
        boolean fits =
                small.abs().compareTo(LIMIT) < 0 && small.scale() <= 38 && small.precision() <= 38;
        if (!fits) {
            throw new ReferenceRows.Refused("not of 38 digits");
        }
        if (small.scale() > 0) {
            return Variant.newBuilder().of(small);
        }
        BigDecimal whole = small.setScale(0);
        try {
            return Variant.newBuilder().of(whole.longValueExact());
        } catch (ArithmeticException e) {
            return Variant.newBuilder().of(whole);
        }
    }
}
