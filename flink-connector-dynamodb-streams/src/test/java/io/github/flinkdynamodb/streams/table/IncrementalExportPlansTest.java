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
package io.github.flinkdynamodb.streams.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Flink plans queries on incremental exports. */
@OnEachFlink
class IncrementalExportPlansTest {

    private static final PlannedTables TABLES = new PlannedTables();

    private static void declare(String columns, String mode) {
        TABLES.declare(
                "changes",
                columns,
                "table-name",
                "Orders",
                "scan.startup.mode",
                "incremental-export",
                "scan.incremental-export.folders",
                "s3://bucket/AWSDynamoDB/1;s3://bucket/AWSDynamoDB/2",
                "scan.changelog-mode",
                mode);
    }

    @ParameterizedTest
    @CsvSource({"full, 'I,UB,UA,D'", "upsert, 'I,UA,D'", "append-only, I"})
    void rowsAreThoseOfTheChangelogMode(String mode, String kinds) {
        declare(
                "id STRING, amount BIGINT"
                        + (mode.equals("append-only") ? "" : ", PRIMARY KEY (id) NOT ENFORCED"),
                mode);

        assertThat(TABLES.plan("SELECT id, amount FROM changes"))
                .contains("changelogMode=[" + kinds);
    }

    @ParameterizedTest
    @CsvSource({"full", "append-only"})
    void explainNamesTheTableTheModeAndTheNumberOfExports(String mode) {
        declare("id STRING, amount BIGINT", mode);

        assertThat(TABLES.everything("SELECT id FROM changes"))
                .satisfiesAnyOf(
                        text ->
                                assertThat(text)
                                        .contains(
                                                "DynamoDB incremental exports (2) of Orders, "
                                                        + mode),
                        text ->
                                assertThat(text)
                                        .as("Flink before 2.0 describes the scan by itself")
                                        .contains(":TableSourceScan(table=[["));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "s3://b/1, 1",
                "s3://b/1;s3://b/2;, 2",
                "'s3://b/1;2', 1",
                "'s3://b/1;2';b, 2"
            })
    void exportsAreCountedAsFlinkReadsTheList(String folders, int count) {
        String key = DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS.key();

        assertThat(
                        new SourceSettings(Map.of(key, folders), true, false, null, null)
                                .incrementalExports())
                .isEqualTo(count);
    }
}
