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

import io.github.flinkdynamodb.streams.model.Hash128;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

class RowKeyTest {

    private static final LogicalType TEXT = new VarCharType();

    private static RowKey key(LogicalType type) {
        return new RowKey(List.of("k"), List.of(type), new int[] {0});
    }

    @Test
    void aKeyIsTheSameWhereverItsColumnsAreInTheRows() {
        List<String> names = List.of("id", "n");
        List<LogicalType> types = List.of(TEXT, new IntType());
        RowKey wide = new RowKey(names, types, new int[] {2, 0});
        RowKey narrow = new RowKey(names, types, new int[] {0, 1});
        StringData id = StringData.fromString("o1");

        Hash128 hash = wide.of(GenericRowData.of(7, "another column", id));

        assertThat(hash)
                .isEqualTo(narrow.of(GenericRowData.of(id, 7)))
                .isNotEqualTo(narrow.of(GenericRowData.of(id, 8)));
    }

    @Test
    void twoTextsAreNotTheirJoint() {
        RowKey key = new RowKey(List.of("a", "b"), List.of(TEXT, TEXT), new int[] {0, 1});

        assertThat(key.of(GenericRowData.of(text("ab"), text("c"))))
                .isNotEqualTo(key.of(GenericRowData.of(text("a"), text("bc"))));
    }

    private static StringData text(String value) {
        return StringData.fromString(value);
    }

    @Test
    void everyTypeOfAKeyTellsItsValuesApart() {
        Object[][] rows = {
            {TEXT, text("1"), text("2")},
            {new TinyIntType(), (byte) 1, (byte) -1},
            {new SmallIntType(), (short) 1, (short) 257},
            {new IntType(), 1, 65537},
            {new BigIntType(), 1L, 1L + (1L << 40)},
            {new DecimalType(5, 1), decimal("1.5", 5), decimal("1.6", 5)},
            {new DecimalType(38, 1), decimal("1e30", 38), decimal("2e30", 38)},
            {new VarBinaryType(9), new byte[] {1}, new byte[] {1, 0}}
        };
        for (Object[] row : rows) {
            RowKey key = key((LogicalType) row[0]);

            Set<Hash128> hashes = new HashSet<>();
            for (int i = 0; i < 2; i++) {
                hashes.add(key.of(GenericRowData.of(row[1])));
                hashes.add(key.of(GenericRowData.of(row[2])));
            }

            assertThat(hashes).as(row[0].toString()).hasSize(2);
        }
    }

    private static DecimalData decimal(String value, int precision) {
        return DecimalData.fromBigDecimal(new BigDecimal(value), precision, 1);
    }

    @Test
    void theTextNamesColumnsAndShowsBytesInHexadecimal() {
        RowKey key =
                new RowKey(
                        List.of("id", "raw"),
                        List.of(TEXT, new VarBinaryType(2)),
                        new int[] {1, 0});

        assertThat(key.text(GenericRowData.of(new byte[] {1, -1}, text("o1"))))
                .isEqualTo("[id=o1, raw=01ff]");
    }
}
