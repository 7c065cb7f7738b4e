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

import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;

/** Columns of a type that Flink has since 2.1. */
final class VariantColumns {

    private VariantColumns() {}

    static DataType type() {
        return DataTypes.VARIANT();
    }

    /** Reads a value into a column of the type; returns it as JSON. */
    static String json(String value) {
        byte[] image = ("{\"c\":" + value + "}").getBytes(StandardCharsets.UTF_8);
        ImageConverter decoder =
                new ImageConverter(
                        List.of(new ImageColumn(List.of("c"), type().getLogicalType())),
                        FieldSettings.none(),
                        0,
                        FieldErrors.reject());
        decoder.begin(RowKind.INSERT);
        decoder.write(new ByteSlice(image, 0, image.length));
        return decoder.finish().getVariant(0).toJson();
    }
}
