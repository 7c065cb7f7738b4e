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

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.streams.source.deserializer.SdkRecordDeserializationSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** What is compared does the same. */
class MakerTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @ParameterizedTest
    @CsvSource({
        "uniform, 10",
        "uniform, 3",
        "mixed, 10",
        "mixed, 3",
        "large, 6",
        "deep, 3",
        "numbers, 10",
        "sets, 6"
    })
    void bothWaysMakeTheSameRows(String items, int columns) throws Exception {
        DecodePage page = DecodePage.of(items);
        RowDataSerializer serializer = new RowDataSerializer(page.columnTypes(columns));

        List<BinaryRowData> bySdk = rows(DecodeRun.rows("sdk", page, columns), serializer);
        List<BinaryRowData> byConnector =
                rows(DecodeRun.rows("connector", page, columns), serializer);

        assertThat(bySdk).hasSize(2 * page.records());
        assertThat(byConnector).isEqualTo(bySdk);
    }

    private static List<BinaryRowData> rows(Maker<RowData> maker, RowDataSerializer serializer)
            throws Exception {
        List<BinaryRowData> rows = new ArrayList<>();
        maker.make(row -> rows.add(serializer.toBinaryRow(row).copy()));
        return rows;
    }

    static List<String> items() {
        return DecodePage.names();
    }

    @ParameterizedTest
    @MethodSource("items")
    void bothWaysMakeTheSameRecords(String items) throws Exception {
        DecodePage page = DecodePage.of(items);

        List<Record> bySdk = made(new SdkPage(page.json()));
        List<Record> byConnector =
                made(new ConnectorRecords<>(page.json(), new SdkRecordDeserializationSchema()));

        assertThat(bySdk).hasSize(page.records());
        assertThat(byConnector).isEqualTo(bySdk);
    }

    @ParameterizedTest
    @MethodSource("items")
    void bothWaysMakeTheSameJson(String items) throws Exception {
        bothMakeTheSameJson(items, false);
    }

    @ParameterizedTest
    @MethodSource("items")
    void bothWaysMakeTheSameJsonOfDynamoDb(String items) throws Exception {
        bothMakeTheSameJson(items, true);
    }

    private static void bothMakeTheSameJson(String items, boolean typed) throws Exception {
        DecodePage page = DecodePage.of(items);

        List<JsonNode> bySdk = trees(DecodeRun.texts("sdk", page, typed));
        List<JsonNode> byConnector = trees(DecodeRun.texts("connector", page, typed));

        assertThat(bySdk).hasSize(page.records());
        assertThat(byConnector).isEqualTo(bySdk);
    }

    private static List<JsonNode> trees(Maker<String> maker) throws Exception {
        List<JsonNode> trees = new ArrayList<>();
        for (String text : made(maker)) {
            trees.add(JSON.readTree(text));
        }
        return trees;
    }

    private static <T> List<T> made(Maker<T> maker) throws Exception {
        List<T> made = new ArrayList<>();
        maker.make(made::add);
        return made;
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniform", "mixed"})
    void smallRecordsAreOfTheSizeThatIsSaid(String items) {
        DecodePage page = DecodePage.of(items);

        assertThat(page.json().length / page.records()).isBetween(950, 1150);
    }

    @ParameterizedTest
    @ValueSource(strings = "large")
    void largeRecordsAreOfTheSizeThatIsSaid(String items) {
        DecodePage page = DecodePage.of(items);

        assertThat(page.json().length / page.records()).isBetween(380_000, 420_000);
    }
}
