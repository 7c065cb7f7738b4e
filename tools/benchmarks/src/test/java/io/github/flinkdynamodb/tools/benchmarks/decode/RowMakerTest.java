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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is compared does the same. */
class RowMakerTest {

    @ParameterizedTest
    @CsvSource({"true, 10", "true, 3", "false, 10", "false, 3"})
    void bothWaysMakeTheSameRows(boolean mixed, int columns) throws Exception {
        byte[] page = DecodePage.of(mixed);
        List<String> names = DecodePage.names(columns);
        LogicalType[] types = DecodePage.types(columns);

        List<BinaryRowData> bySdk = rows(new SdkRows(page, names, types), types);
        List<BinaryRowData> byConnector = rows(new ConnectorRows(page, names, types), types);

        assertThat(bySdk).hasSize(2 * DecodePage.RECORDS);
        assertThat(byConnector).isEqualTo(bySdk);
    }

    private static List<BinaryRowData> rows(RowMaker maker, LogicalType... types) throws Exception {
        RowDataSerializer serializer = new RowDataSerializer(types);
        List<BinaryRowData> rows = new ArrayList<>();
        maker.make(row -> rows.add(serializer.toBinaryRow(row).copy()));
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void recordsAreOfTheSizeThatIsSaid(boolean mixed) {
        int bytes = DecodePage.of(mixed).length / DecodePage.RECORDS;

        assertThat(bytes).isBetween(950, 1150);
    }
}
