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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.table.convert.FieldErrors;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import io.github.flinkdynamodb.streams.table.convert.ImageConverter;
import io.github.flinkdynamodb.streams.table.convert.MetadataWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are told apart by their columns, whatever their kinds and their metadata are. */
@OnEachFlink
class RowHashTest {

    private static final String LONG = "x".repeat(30);

    /** Types of columns, each with a few values, so that equal ones come often. */
    private static final Object[][] TYPES = {
        {DataTypes.STRING(), "", "{\"S\":\"\"}", "{\"S\":\"a\"}", "{\"S\":\"" + LONG + "\"}"},
        {DataTypes.STRING(), "", "{\"S\":\"1234567\"}", "{\"S\":\"12345678\"}"},
        {DataTypes.BIGINT(), "", "{\"N\":\"0\"}", "{\"N\":\"-1\"}", "{\"N\":\"1\"}"},
        {DataTypes.BOOLEAN(), "", "{\"BOOL\":true}", "{\"BOOL\":false}"},
        {DataTypes.DECIMAL(38, 2), "", "{\"N\":\"0\"}", "{\"N\":\"1.5\"}", "{\"N\":\"1e30\"}"},
        {DataTypes.BYTES(), "", "{\"B\":\"AA==\"}", "{\"B\":\"AAAAAAAAAAAAAAAAAAAA\"}"},
        {
            DataTypes.ARRAY(DataTypes.STRING()),
            "",
            "{\"L\":[]}",
            "{\"L\":[{\"S\":\"" + LONG + "\"},{\"S\":\"b\"}]}"
        },
        {
            DataTypes.ROW(DataTypes.FIELD("n", DataTypes.INT())),
            "",
            "{\"M\":{}}",
            "{\"M\":{\"n\":{\"N\":\"7\"}}}"
        }
    };

    private static final List<LogicalType> METADATA =
            List.of(
                    DataTypes.STRING().getLogicalType(),
                    DataTypes.TIMESTAMP_LTZ(3).getLogicalType(),
                    DataTypes.BIGINT().getLogicalType(),
                    DataTypes.BOOLEAN().getLogicalType(),
                    DataTypes.ROW(DataTypes.FIELD("a", DataTypes.STRING())).getLogicalType(),
                    DataTypes.STRING().getLogicalType());

    private final Random random = new Random(1);

    private static void writeMetadata(MetadataWriter writer, Random random) {
        writer.string(anyText(random));
        writer.timestamp(random.nextBoolean() ? null : Instant.ofEpochSecond(random.nextInt()), 3);
        writer.bigint(random.nextBoolean() ? null : random.nextLong());
        writer.bool(random.nextBoolean() ? null : random.nextBoolean());
        if (random.nextBoolean()) {
            writer.nullValue();
        } else {
            writer.row(anyText(random));
        }
        writer.string(anyText(random));
    }

    private static String anyText(Random random) {
        switch (random.nextInt(4)) {
            case 0:
                return null;
            case 1:
                return "";
            case 2:
                return "short";
            default:
                return "r" + random.nextInt() + LONG;
        }
    }

    private static ByteSlice image(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        return new ByteSlice(utf8, 0, utf8.length);
    }

    /** Values of the columns as an item; a column without one is absent. */
    private static String item(List<Object[]> columns, int[] values) {
        StringBuilder item = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            String value = (String) columns.get(i)[values[i]];
            if (!value.isEmpty()) {
                item.append(item.length() == 0 ? "" : ",");
                item.append("\"c").append(i).append("\":").append(value);
            }
        }
        return "{" + item + "}";
    }

    private static ImageConverter converter(List<Object[]> columns, int metadata) {
        List<ImageColumn> images = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            DataType type = (DataType) columns.get(i)[0];
            images.add(new ImageColumn(List.of("c" + i), type.getLogicalType()));
        }
        return new ImageConverter(images, FieldSettings.none(), metadata, FieldErrors.reject());
    }

    private RowData row(ImageConverter converter, String item, boolean metadata) {
        converter.begin(RowKind.fromByteValue((byte) random.nextInt(4)));
        converter.write(image(item));
        if (metadata) {
            writeMetadata(converter.metadata(), random);
        }
        return converter.finish();
    }

    private List<Object[]> randomColumns() {
        List<Object[]> columns = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            columns.add(TYPES[random.nextInt(TYPES.length)]);
        }
        return columns;
    }

    /** Indexes of values; they differ in the last few columns at most, so that some are equal. */
    private int[] randomValues(List<Object[]> columns) {
        int[] values = new int[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < values.length - 3 ? 2 : 1 + random.nextInt(columns.get(i).length - 1);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hashesAreEqualIfAndOnlyIfTheColumnsAre(boolean metadata) {
        int repeated = 0;
        for (int layout = 0; layout < 300; layout++) {
            List<Object[]> columns = randomColumns();
            ImageConverter converter = converter(columns, metadata ? METADATA.size() : 0);
            RowHash hash = new RowHash(columns.size(), metadata ? METADATA : List.of());
            Map<String, Hash128> ofItems = new HashMap<>();
            Map<Hash128, String> ofHashes = new HashMap<>();
            for (int i = 0; i < 30; i++) {
                String item = item(columns, randomValues(columns));
                Hash128 of = hash.of(row(converter, item, metadata));

                Hash128 before = ofItems.put(item, of);
                String other = ofHashes.put(of, item);
                assertThat(before == null ? of : before).as(item).isEqualTo(of);
                assertThat(other == null ? item : other).as("hash of %s", item).isEqualTo(item);
                repeated += before == null ? 0 : 1;
            }
        }
        assertThat(repeated).isGreaterThan(1000);
    }

    /** A row may share its array with others: only its own bytes count. */
    @Test
    void rowsThatShareAnArrayHaveTheHashesOfTheirOwnBytes() {
        List<Object[]> columns = List.of(TYPES[0], TYPES[1]);
        ImageConverter converter = converter(columns, 0);
        RowHash hash = new RowHash(2, List.of());
        RowData first = row(converter, item(columns, new int[] {4, 2}), false);
        RowData second = row(converter, item(columns, new int[] {4, 3}), false);
        RowData third = row(converter, item(columns, new int[] {4, 2}), false);

        assertThat(hash.of(first)).isEqualTo(hash.of(third)).isNotEqualTo(hash.of(second));
    }

    @Test
    void aRowOfAnotherLayoutIsRefused() {
        List<Object[]> columns = List.<Object[]>of(TYPES[0]);
        RowData row = row(converter(columns, 0), "{}", false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RowHash(2, List.of()).of(row))
                .withMessageContaining("expected a row of 2 columns")
                .withMessageContaining("found 1 columns");
    }
}
