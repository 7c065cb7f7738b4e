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
package io.github.flinkdynamodb.tools.benchmarks.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compared makes the same rows. */
class WayTest {

    private static final int ITEMS = 300;

    @TempDir private Path folder;

    private static BinaryRowData binary(RowData row) {
        return new RowDataSerializer(Orders.types()).toBinaryRow(row).copy();
    }

    private static List<RowData> rows(Way way, PreparedExport export) throws IOException {
        List<RowData> rows = new ArrayList<>();
        way.reading(export).read(row -> rows.add(binary(row)));
        return rows;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allWaysMakeTheSameRowsButOneThatOnlyInflates(boolean mixed) throws IOException {
        PreparedExport export = PreparedExport.write(folder, mixed, ITEMS);

        List<RowData> expected = rows(Way.CONNECTOR, export);

        assertThat(expected).hasSize(ITEMS);
        assertThat(expected.get(ITEMS - 1).getLong(Orders.NUMBER_COLUMN))
                .isEqualTo(Orders.FIRST_ORDER + ITEMS - 1);
        for (Way way : Way.values()) {
            assertThat(rows(way, export))
                    .as(way.text())
                    .isEqualTo(way == Way.INFLATE ? List.of() : expected);
        }
    }
}
