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

/** The same changes as a SQL table gives them: an upsert a change, no state of Flink's between. */
final class SqlChanges {

    private SqlChanges() {}

    /** Declares the table, and makes a stream of what a query of it gives. */
    static DataStream<Change> of(StreamExecutionEnvironment env, Arguments arguments) {
        StreamTableEnvironment sql = StreamTableEnvironment.create(env);
        sql.executeSql(
                "CREATE TABLE changes (pk STRING, v BIGINT, `at` TIMESTAMP_LTZ(3),"
                        + " `last` BOOLEAN, PRIMARY KEY (pk) NOT ENFORCED) WITH ("
                        + "'connector' = 'dynamodb-streams',"
                        + option("stream.arn", arguments.get("stream-arn"))
                        + option("aws.region", arguments.get("region"))
                        + option("aws.endpoint", arguments.get("endpoint"))
                        + option("aws.credentials.provider", "BASIC")
                        + option("aws.credentials.basic.accesskeyid", "chaos")
                        + option("aws.credentials.basic.secretkey", "chaos")
                        + option("scan.startup.mode", "trim-horizon")
                        + option("scan.poll.min-interval", millis(arguments, "poll-min-millis", 50))
                        + option(
                                "scan.poll.max-interval", millis(arguments, "poll-max-millis", 200))
                        + option(
                                "scan.shard-discovery.interval",
                                millis(arguments, "discovery-millis", 5_000))
                        + "'scan.epoch-unit' = 'milliseconds')");
        Table table =
                sql.sqlQuery(
                        "SELECT pk, v, COALESCE(`last`, FALSE) AS is_last FROM changes"
                                + " WHERE `at` > TIMESTAMP '2000-01-01 00:00:00'");
        return sql.toChangelogStream(
                        table,
                        Schema.newBuilder()
                                .column("pk", "STRING NOT NULL")
                                .column("v", "BIGINT")
                                .column("is_last", "BOOLEAN")
                                .primaryKey("pk")
                                .build(),
                        ChangelogMode.upsert())
                .map(SqlChanges::change)
                .returns(Change.class);
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
        return new Change(row.getFieldAs("pk"), row.getFieldAs("v"), row.getFieldAs("is_last"));
    }
}
