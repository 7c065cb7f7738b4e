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
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.FactoryUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which options of the catalog's table replace those of the table in a compiled plan. */
@OnEachFlink
class ForwardedOptionsTest {

    private static final Map<String, String> PLAN =
            Map.of(
                    "connector", "dynamodb-streams",
                    "table-name", "orders",
                    "aws.region", "eu-west-1",
                    "aws.endpoint", "http://plan:1",
                    "aws.credentials.provider", "PROFILE",
                    "aws.credentials.profile.name", "plan");

    /** The scan of a table in a plan, while the catalog's table has these options. */
    private static DynamicTableSource scan(Map<String, String> plan, Map<String, String> catalog) {
        ResolvedSchema schema = ResolvedSchema.of(Column.physical("id", DataTypes.STRING()));
        CatalogTable table =
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                        .options(plan)
                        .build();
        return FactoryUtil.createDynamicTableSource(
                new DynamoDbStreamsDynamicTableFactory(),
                ObjectIdentifier.of("catalog", "database", "log"),
                new ResolvedCatalogTable(table, schema),
                catalog,
                new Configuration(),
                ForwardedOptionsTest.class.getClassLoader(),
                false);
    }

    private static Map<String, String> with(Map<String, String> options, String... keysAndValues) {
        Map<String, String> all = new HashMap<>(options);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            all.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "aws.endpoint, http://catalog:2",
        "scan.on-data-loss, continue",
        "scan.on-decode-error, skip",
        "scan.on-decode-error, null",
        "scan.shard-discovery.interval, 7 s",
        "scan.poll.min-interval, 7 ms",
        "scan.poll.max-interval, 7 s",
        "scan.fetch.max-requests, 7",
        "scan.fetch.max-bytes, 7 mb",
        "scan.retry.max-duration, 7 s",
        "scan.rebalance.mode, shards"
    })
    void howTheStreamIsReadIsTakenFromTheCatalog(String key, String value) {
        DynamicTableSource forwarded = scan(PLAN, with(PLAN, key, value));

        assertThat(forwarded)
                .isEqualTo(scan(with(PLAN, key, value), Map.of()))
                .isNotEqualTo(scan(PLAN, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "scan.snapshot.endpoint, http://catalog:2",
        "scan.snapshot.max-read-capacity, 7",
        "scan.snapshot.export, s3://b/AWSDynamoDB/1",
        "scan.snapshot.export-bucket, exports"
    })
    void howATableIsReadIsTakenFromTheCatalog(String key, String value) {
        Map<String, String> plan = with(PLAN, "scan.startup.mode", "snapshot");

        DynamicTableSource forwarded = scan(plan, with(plan, key, value));

        assertThat(forwarded)
                .isEqualTo(scan(with(plan, key, value), Map.of()))
                .isNotEqualTo(scan(plan, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "scan.snapshot.export-bucket, others",
        "scan.snapshot.export-prefix, a",
        "scan.snapshot.export-bucket-owner, 123456789012",
        "scan.snapshot.export-kms-key, key",
        "scan.snapshot.export-bucket-path, s3a://exports",
        "scan.snapshot.export-max-age, 2 h"
    })
    void whereATableIsExportedToIsTakenFromTheCatalog(String key, String value) {
        Map<String, String> plan =
                with(
                        PLAN,
                        "scan.startup.mode",
                        "initial",
                        "scan.snapshot.export-bucket",
                        "exports");

        DynamicTableSource forwarded = scan(plan, with(plan, key, value));

        assertThat(forwarded)
                .isEqualTo(scan(with(plan, key, value), Map.of()))
                .isNotEqualTo(scan(plan, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "table-name, others",
        "aws.region, us-east-1",
        "scan.startup.mode, trim-horizon",
        "scan.bounded.mode, latest",
        "scan.epoch-unit, seconds",
        "scan.parallelism, 2",
        "fields.id.attribute, ID"
    })
    void whatDecidesTheRowsStaysThatOfThePlan(String key, String value) {
        assertThat(scan(PLAN, with(PLAN, key, value)))
                .isEqualTo(scan(PLAN, Map.of()))
                .isNotEqualTo(scan(with(PLAN, key, value), Map.of()));
    }

    @Test
    void credentialsOfTheCatalogReplaceThoseOfThePlanAsAWhole() {
        Map<String, String> catalog =
                Map.of(
                        "connector", "dynamodb-streams",
                        "aws.credentials.provider", "ASSUME_ROLE",
                        "aws.credentials.role.arn", "arn:aws:iam::123456789012:role/a",
                        "aws.credentials.role.provider", "BASIC",
                        "aws.credentials.role.provider.basic.accesskeyid", "id",
                        "aws.credentials.provider.role.provider.basic.secretkey", "secret");
        Map<String, String> expected = new HashMap<>(PLAN);
        expected.keySet().removeIf(key -> key.startsWith("aws.credentials."));
        expected.putAll(catalog);

        assertThat(scan(PLAN, catalog)).isEqualTo(scan(expected, Map.of()));
    }

    @Test
    void withoutCredentialsInTheCatalogThoseOfThePlanStay() {
        assertThat(scan(PLAN, Map.of("connector", "dynamodb-streams")))
                .isEqualTo(scan(PLAN, Map.of()));
    }

    @Test
    void allOptionsOfCredentialsAreForwarded() {
        List<ConfigOption<?>> credentials =
                DynamoDbStreamsSourceOptions.all().stream()
                        .filter(option -> option.key().startsWith("aws.credentials."))
                        .collect(Collectors.toList());

        assertThat(credentials).hasSize(13);
        assertThat(new DynamoDbStreamsDynamicTableFactory().forwardOptions())
                .containsAll(credentials);
    }

    @Test
    void unknownOptionsOfTheCatalogsTableDoNotReachThePlan() {
        assertThatCode(() -> scan(PLAN, with(PLAN, "option.of.another.release", "x")))
                .doesNotThrowAnyException();
    }
}
