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
package io.github.flinkdynamodb.e2e.chaosjob;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * The same as SQL tables give it: one with an upsert a change, one that takes back what it
 * replaces. No state of Flink's is between.
 */
final class SqlChanges {

    private final StreamTableEnvironment sql;
    private final Arguments arguments;

    SqlChanges(StreamExecutionEnvironment env, Arguments arguments) {
        this.sql = StreamTableEnvironment.create(env);
        this.arguments = arguments;
    }

    private void createTable(String name, String mode) {
        sql.executeSql(
                "CREATE TABLE "
                        + name
                        + " (pk STRING, v BIGINT, `at` TIMESTAMP_LTZ(3), `last` BOOLEAN,"
                        + " scanned BOOLEAN METADATA FROM 'is-snapshot' VIRTUAL,"
                        + " PRIMARY KEY (pk) NOT ENFORCED) WITH ("
                        + "'connector' = 'dynamodb-streams',"
                        + option("scan.changelog-mode", mode)
                        + where()
                        + option("aws.region", arguments.get("region"))
                        + option("aws.endpoint", arguments.get("endpoint"))
                        + option("aws.credentials.provider", "BASIC")
                        + option("aws.credentials.basic.accesskeyid", "chaos")
                        + option("aws.credentials.basic.secretkey", "chaos")
                        + option("scan.startup.mode", ChaosJob.startup(arguments))
                        + option("scan.poll.min-interval", millis(arguments, "poll-min-millis", 50))
                        + option(
                                "scan.poll.max-interval", millis(arguments, "poll-max-millis", 200))
                        + option(
                                "scan.shard-discovery.interval",
                                millis(arguments, "discovery-millis", 5_000))
                        + "'scan.epoch-unit' = 'milliseconds')");
    }

    private String where() {
        if (!ChaosJob.isInitial(arguments)) {
            return option("stream.arn", arguments.get("stream-arn"));
        }
        return option("table-name", arguments.get("table"))
                + option("scan.snapshot.max-read-capacity", arguments.get("read-capacity"));
    }

    private Table query(String name) {
        return sql.sqlQuery(
                "SELECT pk, v, COALESCE(`last`, FALSE) AS is_last, scanned FROM "
                        + name
                        + " WHERE `at` > TIMESTAMP '2000-01-01 00:00:00'");
    }

    /** Declares a table of upserts, and returns what a query of it gives. */
    DataStream<Change> upserts() {
        createTable("upserts", "upsert");
        Table table = query("upserts");
        return sql.toChangelogStream(
                        table,
                        Schema.newBuilder()
                                .column("pk", "STRING NOT NULL")
                                .column("v", "BIGINT")
                                .column("is_last", "BOOLEAN")
                                .column("scanned", "BOOLEAN NOT NULL")
                                .primaryKey("pk")
                                .build(),
                        ChangelogMode.upsert())
                .map(SqlChanges::change)
                .returns(Change.class);
    }

    /** Declares a table that takes back what it replaces, and returns what a query of it gives. */
    DataStream<Row> changelog() {
        createTable("changelog", "full");
        return sql.toChangelogStream(query("changelog"));
    }

    private static String option(String key, String value) {
        return "'" + key + "' = '" + value + "', ";
    }

    private static String millis(Arguments arguments, String name, long ifMissing) {
        return arguments.get(name, Long.toString(ifMissing)) + " ms";
    }

    private static Change change(Row row) {
        if (row.getKind() == RowKind.DELETE || row.getKind() == RowKind.UPDATE_BEFORE) {
            throw new IllegalArgumentException("Nothing is deleted in this table: " + row);
        }
        return new Change(
                row.getFieldAs("pk"),
                row.getFieldAs("v"),
                row.getFieldAs("is_last"),
                row.getFieldAs("scanned"));
    }
}
