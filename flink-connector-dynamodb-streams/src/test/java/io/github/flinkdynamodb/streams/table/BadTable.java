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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table that can't be read, and what the message must tell of it. */
final class BadTable {

    static final String KEYED = "id STRING, amount BIGINT, PRIMARY KEY (id) NOT ENFORCED";
    static final String LOG =
            "id STRING, amount BIGINT, paid TIMESTAMP(3), c ROW<city STRING, lines"
                    + " ARRAY<ROW<sent TIMESTAMP_LTZ(3)>>>, `a.b` STRING, a ROW<b STRING>,"
                    + " twice AS amount * 2, shard STRING METADATA FROM 'shard-id' VIRTUAL";

    final String columns;
    final String[] options;
    final List<String> words;

    private BadTable(String columns, String[] options, List<String> words) {
        this.columns = columns;
        this.options = options;
        this.words = words;
    }

    static Words table(String columns, String... options) {
        return new Words(columns, options);
    }

    @Override
    public String toString() {
        return (options.length == 0 ? columns : Arrays.toString(options)) + " " + words;
    }

    /** A table of which the words are still missing. */
    static final class Words {
        private final String columns;
        private final String[] options;

        Words(String columns, String... options) {
            this.columns = columns;
            this.options = options;
        }

        BadTable mustSay(String... words) {
            return new BadTable(columns, options, List.of(words));
        }
    }

    /** All rows. */
    static List<BadTable> all() {
        List<BadTable> rows = new ArrayList<>();
        streams(rows);
        keys(rows);
        modes(rows);
        fields(rows);
        units(rows);
        primaryKeys(rows);
        positions(rows);
        credentials(rows);
        parallelism(rows);
        watermarks(rows);
        types(rows);
        return rows;
    }

    private static void streams(List<BadTable> rows) {
        rows.add(
                table(LOG, "stream.arn", "")
                        .mustSay("Neither 'stream.arn' nor 'table-name' is set", "one of them"));
        rows.add(
                table(LOG, "table-name", "Orders", "stream.arn", PlannedTables.ARN)
                        .mustSay(
                                "'stream.arn' = '" + PlannedTables.ARN + "'",
                                "'table-name' = 'Orders'",
                                "only one of them may be"));
        rows.add(
                table(LOG, "table-name", "my table")
                        .mustSay("'table-name' = 'my table'", "3 to 255 letters"));
        rows.add(
                table(LOG, "stream.arn", "arn:aws:dynamodb:eu-west-1:1:table/Orders")
                        .mustSay("'stream.arn' = ", "ARN of a table", "'table-name' = 'Orders'"));
        rows.add(
                table(LOG, "aws.region", "Europe")
                        .mustSay("'aws.region' = 'Europe'", "such as eu-west-1"));
        rows.add(
                table(LOG, "aws.endpoint", "localhost")
                        .mustSay("'aws.endpoint' = 'localhost'", "http://HOST[:PORT]"));
    }

    private static void keys(List<BadTable> rows) {
        rows.add(unknown("scan.startup-mode", "scan.startup.mode"));
        rows.add(unknown("scan.changelog.mode", "scan.changelog-mode"));
        rows.add(unknown("table.name", "table-name"));
        rows.add(unknown("aws.credential.provider", "aws.credentials.provider"));
        rows.add(unknown("scan.watermark.idle-time", "scan.watermark.idle-timeout"));
        rows.add(unknown("scan.paralelism", "scan.parallelism"));
        rows.add(unknown("scan.epoch.unit", "scan.epoch-unit"));
        rows.add(unknown("Scan.Startup.Mode", "scan.startup.mode"));
        rows.add(unknown("scan.startup.mode ", "scan.startup.mode"));
        rows.add(unknown("field.id.attribute", "'fields.id.attribute'"));
        rows.add(
                unknown(
                        "aws.credentials.role.provider.role.arm",
                        "aws.credentials.role.provider.role.arn"));
    }

    private static BadTable unknown(String key, String nearest) {
        return table(LOG, key, "x").mustSay("'" + key + "' is no option", nearest);
    }

    private static void modes(List<BadTable> rows) {
        String key = "scan.changelog-mode";
        String allowed = "allowed are [append-only, full, upsert]";
        rows.add(table(KEYED, key, "retract").mustSay("'" + key + "' = 'retract'", allowed));
        rows.add(
                table(KEYED, key, "UPSERT")
                        .mustSay("'" + key + "' = 'UPSERT'", allowed, "Did you mean 'upsert'?"));
        rows.add(
                table(LOG, key, " append_only")
                        .mustSay("'" + key + "' = ' append_only'", "mean 'append-only'?"));
        rows.add(
                table(LOG, key, "upsert")
                        .mustSay("'" + key + "' = 'upsert' needs a PRIMARY KEY", "'append-only'"));
        rows.add(
                table(KEYED, key, "append-only")
                        .mustSay(
                                "'" + key + "' = 'append-only' contradicts PRIMARY KEY [id]",
                                "set 'upsert' or 'full'"));
        String error = "scan.on-decode-error";
        rows.add(
                table(LOG, error, "ignore")
                        .mustSay("'" + error + "' = 'ignore'", "allowed are [fail, null, skip]"));
        rows.add(table(LOG, error, "NULL").mustSay("'" + error + "' = 'NULL'", "mean 'null'?"));
    }

    private static void fields(List<BadTable> rows) {
        String all = "Fields are [id, amount, paid, c, c.city, c.lines, c.lines.sent, a.b, a, a.b]";
        rows.add(
                table(LOG, "fields.ids.attribute", "Id")
                        .mustSay("'fields.ids.attribute' = 'Id' names no column", all));
        rows.add(
                table(LOG, "fields.ID.attribute", "Id")
                        .mustSay("'fields.ID.attribute' = 'Id' names no column", all));
        rows.add(
                table(LOG, "fields.c.town.attribute", "x")
                        .mustSay("'fields.c.town.attribute' = 'x' names no", "field", all));
        rows.add(
                table(LOG, "fields.id.x.attribute", "x")
                        .mustSay("'fields.id.x.attribute' = 'x' names no column", all));
        rows.add(
                table(LOG, "fields.a.b.attribute", "x")
                        .mustSay("'fields.a.b.attribute' = 'x' may mean several", "rename one"));
        rows.add(
                table(LOG, "fields.shard.attribute", "x")
                        .mustSay("'fields.shard.attribute' = 'x'", "shard is a metadata column"));
        rows.add(
                table(LOG, "fields.twice.attribute", "x")
                        .mustSay("'fields.twice.attribute' = 'x'", "twice is a computed column"));
        rows.add(
                table(LOG, "fields.id.name", "x")
                        .mustSay(
                                "'fields.id.name' is no option of a field",
                                "'fields.<path>.attribute'",
                                "'fields.<path>.epoch-unit'"));
        rows.add(table(LOG, "fields.attribute", "x").mustSay("'fields.attribute' = 'x' names no"));
        rows.add(table(LOG, "fields.id", "x").mustSay("'fields.id' is no option of a field"));
    }

    private static void units(List<BadTable> rows) {
        String allowed = "allowed are [microseconds, milliseconds, nanoseconds, seconds]";
        rows.add(table(LOG, "scan.epoch-unit", "s").mustSay("'scan.epoch-unit' = 's'", allowed));
        rows.add(
                table(LOG, "scan.epoch-unit", "Seconds")
                        .mustSay("'scan.epoch-unit' = 'Seconds'", allowed, "mean 'seconds'?"));
        rows.add(
                table(LOG, "fields.paid.epoch-unit", "days")
                        .mustSay("'fields.paid.epoch-unit' = 'days'", allowed));
        rows.add(
                table(LOG, "fields.amount.epoch-unit", "seconds")
                        .mustSay(
                                "'fields.amount.epoch-unit' = 'seconds' has no meaning",
                                "BIGINT",
                                "TIMESTAMP and TIMESTAMP_LTZ"));
    }

    private static void primaryKeys(List<BadTable> rows) {
        for (String type :
                List.of("BOOLEAN", "DOUBLE", "FLOAT", "TIMESTAMP(3)", "DATE", "CHAR(3)")) {
            rows.add(
                    table("id " + type + ", PRIMARY KEY (id) NOT ENFORCED")
                            .mustSay("Column id of the PRIMARY KEY", type, "Allowed are STRING"));
        }
        rows.add(
                table("a INT, b INT, c INT, PRIMARY KEY (a, b, c) NOT ENFORCED")
                        .mustSay("PRIMARY KEY [a, b, c] has 3 columns", "one or two"));
    }

    private static void positions(List<BadTable> rows) {
        rows.add(
                table(LOG, "scan.startup.mode", "initial")
                        .mustSay("'scan.startup.mode' = 'initial'", "allowed are", "trim-horizon"));
        rows.add(
                table(LOG, "scan.startup.mode", "snapshot")
                        .mustSay(
                                "'scan.startup.mode' = 'snapshot'", "allowed are", "trim-horizon"));
        rows.add(
                table(LOG, "scan.startup.mode", "Latest")
                        .mustSay("'scan.startup.mode' = 'Latest'", "Did you mean 'latest'?"));
        rows.add(
                table(LOG, "scan.startup.mode", "timestamp")
                        .mustSay("'scan.startup.timestamp-millis' is not set", "milliseconds"));
        rows.add(
                table(LOG, "scan.bounded.mode", "never")
                        .mustSay(
                                "'scan.bounded.mode' = 'never'",
                                "allowed are [latest, timestamp, unbounded]"));
        rows.add(
                table(LOG, "scan.poll.min-interval", "soon")
                        .mustSay("'scan.poll.min-interval' = 'soon'", "such as '200 ms'"));
        rows.add(
                table(LOG, "scan.fetch.max-requests", "0")
                        .mustSay("'scan.fetch.max-requests' = '0'", "between 1 and 1000"));
    }

    private static void credentials(List<BadTable> rows) {
        rows.add(
                table(LOG, "aws.credentials.provider", "IAM")
                        .mustSay("'aws.credentials.provider' = 'IAM'", "allowed are"));
        rows.add(
                table(LOG, "aws.credentials.basic.secretkey", "hunter2")
                        .mustSay("'aws.credentials.basic.accesskeyid' is not set", "'BASIC'"));
        rows.add(
                table(
                                LOG,
                                "aws.credentials.provider",
                                "PROFILE",
                                "aws.credentials.provider.basic.secretkey",
                                "hunter2")
                        .mustSay("'aws.credentials.basic.secretkey' has no meaning", "'PROFILE'"));
        rows.add(
                table(
                                LOG,
                                "aws.credentials.provider",
                                "ASSUME_ROLE",
                                "aws.credentials.role.arn",
                                "arn:aws:iam::123456789012:role/a",
                                "aws.credentials.role.provider",
                                "BASIC",
                                "aws.credentials.role.provider.basic.secretkey",
                                "hunter2")
                        .mustSay("'aws.credentials.role.provider.basic.accesskeyid' is not set"));
    }

    private static void parallelism(List<BadTable> rows) {
        for (String value : List.of("0", "-1", "two", "")) {
            if (!value.isEmpty()) {
                rows.add(
                        table(LOG, "scan.parallelism", value)
                                .mustSay("'scan.parallelism' = '" + value + "'", "from 1 on"));
            }
        }
        rows.add(
                table(LOG, "scan.parallelism", "2", "scan.changelog-mode", "full")
                        .mustSay(
                                "'scan.parallelism' = '2' with 'scan.changelog-mode' = 'full'",
                                "needs a PRIMARY KEY"));
    }

    private static void watermarks(List<BadTable> rows) {
        rows.add(
                table("id STRING, made TIMESTAMP_LTZ(3), WATERMARK FOR made AS SOURCE_WATERMARK()")
                        .mustSay(
                                "WATERMARK FOR made AS SOURCE_WATERMARK()",
                                "METADATA FROM 'approximate-creation-time'"));
        rows.add(
                table(
                                "id STRING, made TIMESTAMP(3) METADATA FROM"
                                        + " 'approximate-creation-time' VIRTUAL, WATERMARK FOR made"
                                        + " AS SOURCE_WATERMARK()")
                        .mustSay("WATERMARK FOR made AS SOURCE_WATERMARK()", "TIMESTAMP_LTZ(3)"));
        rows.add(
                table("id STRING, x STRING METADATA FROM 'event_name' VIRTUAL")
                        .mustSay("Invalid metadata key 'event_name'", "event-name"));
        rows.add(
                table("id STRING, x INT METADATA FROM 'user-identity' VIRTUAL")
                        .mustSay("'user-identity'", "ROW<`type` STRING, `principal-id` STRING>"));
        rows.add(
                table(LOG, "scan.watermark.idle-timeout", "soon")
                        .mustSay("soon", "scan.watermark.idle-timeout"));
    }

    private static void types(List<BadTable> rows) {
        rows.add(table("id STRING, m MAP<INT, STRING>").mustSay("m", "MAP<INT, STRING>"));
        rows.add(table("id STRING, c ROW<x ARRAY<MAP<BYTES, INT>>>").mustSay("c.x", "MAP<"));
    }
}
