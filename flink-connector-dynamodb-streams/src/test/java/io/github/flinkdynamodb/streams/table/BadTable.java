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
        initial(rows);
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
                        .mustSay("Missing option 'stream.arn' or 'table-name'", "one of them"));
        rows.add(
                table(LOG, "table-name", "Orders", "stream.arn", PlannedTables.ARN)
                        .mustSay(
                                "'stream.arn' = '" + PlannedTables.ARN + "'",
                                "'table-name' = 'Orders'",
                                "are both set: remove one"));
        rows.add(
                table(LOG, "table-name", "my table")
                        .mustSay(
                                "Invalid value 'my table' for 'table-name'",
                                "3 to 255 characters"));
        rows.add(
                table(LOG, "stream.arn", "arn:aws:dynamodb:eu-west-1:1:table/Orders")
                        .mustSay(
                                "for 'stream.arn'",
                                "the ARN of a table",
                                "'table-name' = 'arn:aws:dynamodb:eu-west-1:1:table/Orders'"));
        rows.add(
                table(LOG, "table-name", PlannedTables.ARN)
                        .mustSay(
                                "Invalid value '" + PlannedTables.ARN + "' for 'table-name'",
                                "Set a stream's ARN with 'stream.arn'"));
        rows.add(
                table(LOG, "aws.region", "Europe")
                        .mustSay("Invalid value 'Europe' for 'aws.region'", "such as eu-west-1"));
        rows.add(
                table(LOG, "aws.endpoint", "localhost")
                        .mustSay(
                                "Invalid value 'localhost' for 'aws.endpoint'",
                                "http://HOST[:PORT]"));
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
        rows.add(unknown("field.id.attribute", "fields.id.attribute"));
        rows.add(
                unknown(
                        "aws.credentials.role.provider.role.arm",
                        "aws.credentials.role.provider.role.arn"));
    }

    private static BadTable unknown(String key, String nearest) {
        return table(LOG, key, "x")
                .mustSay("Unknown option '" + key + "'", "Did you mean '" + nearest + "'?");
    }

    private static void modes(List<BadTable> rows) {
        String key = "scan.changelog-mode";
        String allowed = "expected one of [append-only, full, upsert]";
        rows.add(
                table(KEYED, key, "retract")
                        .mustSay("Invalid value 'retract' for '" + key + "'", allowed));
        rows.add(
                table(KEYED, key, "upserts")
                        .mustSay(
                                "Invalid value 'upserts' for '" + key + "'",
                                allowed,
                                "Did you mean 'upsert'?"));
        rows.add(
                table(LOG, key, " append_only")
                        .mustSay(
                                "Invalid value ' append_only' for '" + key + "'",
                                "mean 'append-only'?"));
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
                        .mustSay(
                                "Invalid value 'ignore' for '" + error + "'",
                                "expected one of [dead-letter, fail, null, skip]"));
        deadLetters(rows);
        rows.add(
                table(LOG, error, "nul")
                        .mustSay("Invalid value 'nul' for '" + error + "'", "mean 'null'?"));
    }

    private static void deadLetters(List<BadTable> rows) {
        String[] policy = {"scan.on-decode-error", "dead-letter"};
        String setting = "'scan.on-decode-error' = 'dead-letter' ";
        rows.add(
                table(KEYED, policy)
                        .mustSay(
                                setting + "isn't possible with 'scan.changelog-mode' = 'upsert'",
                                "set 'append-only' and remove the PRIMARY KEY, or set 'skip'"));
        rows.add(
                table(
                                KEYED,
                                policy[0],
                                "Dead-Letter",
                                "scan.changelog-mode",
                                "full",
                                "scan.startup.mode",
                                "initial")
                        .mustSay(setting + "isn't possible with 'scan.changelog-mode' = 'full'"));
        rows.add(
                table("id STRING, n INT NOT NULL", policy)
                        .mustSay(setting + "needs columns that may be NULL", "from [n]"));
        rows.add(
                table("id STRING, e STRING NOT NULL METADATA FROM 'decode-error'", policy)
                        .mustSay(setting + "needs columns that may be NULL", "from [e]"));
        rows.add(
                table(KEYED, policy[0], policy[1], "scan.startup.mode", "snapshot")
                        .mustSay("remove NOT NULL and PRIMARY KEY from [id"));
        rows.add(
                table(LOG, policy)
                        .mustSay(
                                setting + "needs a column that tells rejected records from others",
                                "declare decode_error STRING METADATA FROM 'decode-error'"));
    }

    private static void initial(List<BadTable> rows) {
        String mode = "scan.startup.mode";
        String full = "'scan.changelog-mode' = 'full' with 'scan.startup.mode' = 'initial'";
        rows.add(
                table(LOG, mode, "initial", "scan.changelog-mode", "full")
                        .mustSay(
                                full + " needs a PRIMARY KEY",
                                "PRIMARY KEY (...) NOT ENFORCED",
                                "set 'append-only'"));
        rows.add(
                table(
                                LOG,
                                "scan.on-data-loss",
                                "repair",
                                "scan.repair.export-bucket",
                                "exports",
                                "scan.changelog-mode",
                                "full")
                        .mustSay(
                                "'scan.on-data-loss' = 'repair' with 'scan.changelog-mode' = 'full'"
                                        + " needs a PRIMARY KEY",
                                "PRIMARY KEY (...) NOT ENFORCED",
                                "set 'append-only'"));
        rows.add(
                table(
                                KEYED,
                                mode,
                                "Initial",
                                "scan.changelog-mode",
                                "full",
                                "scan.on-decode-error",
                                "skip")
                        .mustSay(
                                "'scan.on-decode-error' = 'skip' contradicts " + full,
                                "Set 'fail' or 'null'",
                                "or 'scan.changelog-mode' = 'upsert'"));
    }

    private static void fields(List<BadTable> rows) {
        String all =
                "The fields are [id, amount, paid, c, c.city, c.lines, c.lines.sent, a.b, a, a.b]";
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
                        .mustSay("'fields.a.b.attribute' = 'x' may name several", "rename one"));
        rows.add(
                table(LOG, "fields.shard.attribute", "x")
                        .mustSay("'fields.shard.attribute' = 'x'", "shard is a metadata column"));
        rows.add(
                table(LOG, "fields.twice.attribute", "x")
                        .mustSay("'fields.twice.attribute' = 'x'", "twice is a computed column"));
        rows.add(
                table(LOG, "fields.id.name", "x")
                        .mustSay(
                                "Unknown option 'fields.id.name' of a field",
                                "'fields.<path>.attribute'",
                                "'fields.<path>.epoch-unit'"));
        rows.add(table(LOG, "fields.attribute", "x").mustSay("'fields.attribute' = 'x' names no"));
        rows.add(table(LOG, "fields.id", "x").mustSay("Unknown option 'fields.id' of a field"));
    }

    private static void units(List<BadTable> rows) {
        String allowed = "expected one of [microseconds, milliseconds, nanoseconds, seconds]";
        rows.add(
                table(LOG, "scan.epoch-unit", "s")
                        .mustSay("Invalid value 's' for 'scan.epoch-unit'", allowed));
        rows.add(
                table(LOG, "scan.epoch-unit", "second")
                        .mustSay(
                                "Invalid value 'second' for 'scan.epoch-unit'",
                                allowed,
                                "mean 'seconds'?"));
        rows.add(
                table(LOG, "fields.paid.epoch-unit", "days")
                        .mustSay("Invalid value 'days' for 'fields.paid.epoch-unit'", allowed));
        rows.add(
                table(LOG, "fields.amount.epoch-unit", "seconds")
                        .mustSay(
                                "'fields.amount.epoch-unit' = 'seconds' is not used by",
                                "BIGINT",
                                "TIMESTAMP or TIMESTAMP_LTZ"));
    }

    private static void primaryKeys(List<BadTable> rows) {
        for (String type :
                List.of("BOOLEAN", "DOUBLE", "FLOAT", "TIMESTAMP(3)", "DATE", "CHAR(3)")) {
            rows.add(
                    table("id " + type + ", PRIMARY KEY (id) NOT ENFORCED")
                            .mustSay(
                                    "Invalid type " + type + " for column id of the PRIMARY KEY",
                                    "expected STRING"));
        }
        rows.add(
                table("a INT, b INT, c INT, PRIMARY KEY (a, b, c) NOT ENFORCED")
                        .mustSay("PRIMARY KEY [a, b, c] has 3 columns", "one or two"));
    }

    private static void positions(List<BadTable> rows) {
        rows.add(
                table(LOG, "scan.startup.mode", "initial")
                        .mustSay(
                                "'scan.startup.mode' = 'initial' with 'scan.changelog-mode' ="
                                        + " 'append-only' needs checkpoints",
                                "set 'execution.checkpointing.interval'"));
        rows.add(
                table(LOG, "scan.startup.mode", "snapshot", "scan.bounded.mode", "latest")
                        .mustSay(
                                "'scan.bounded.mode' = 'latest' is not used by",
                                "'scan.startup.mode' = 'snapshot'",
                                "remove it"));
        rows.add(
                table(LOG, "scan.startup.mode", "latset")
                        .mustSay(
                                "Invalid value 'latset' for 'scan.startup.mode'",
                                "Did you mean 'latest'?"));
        rows.add(
                table(LOG, "scan.startup.mode", "timestamp")
                        .mustSay("Missing option 'scan.startup.timestamp-millis'", "milliseconds"));
        rows.add(
                table(LOG, "scan.bounded.mode", "never")
                        .mustSay(
                                "Invalid value 'never' for 'scan.bounded.mode'",
                                "expected one of [latest, timestamp, unbounded]"));
        rows.add(
                table(LOG, "scan.poll.min-interval", "soon")
                        .mustSay(
                                "Invalid value 'soon' for 'scan.poll.min-interval'",
                                "such as '200 ms'"));
        rows.add(
                table(LOG, "scan.fetch.max-requests", "0")
                        .mustSay("Invalid value '0' for 'scan.fetch.max-requests'", "1 to 1000"));
    }

    private static void credentials(List<BadTable> rows) {
        rows.add(
                table(LOG, "aws.credentials.provider", "IAM")
                        .mustSay(
                                "Invalid value 'IAM' for 'aws.credentials.provider'",
                                "expected one of"));
        rows.add(
                table(LOG, "aws.credentials.basic.secretkey", "hunter2")
                        .mustSay("Missing option 'aws.credentials.basic.accesskeyid'", "'BASIC'"));
        rows.add(
                table(
                                LOG,
                                "aws.credentials.provider",
                                "PROFILE",
                                "aws.credentials.provider.basic.secretkey",
                                "hunter2")
                        .mustSay("'aws.credentials.basic.secretkey' is not used by", "'PROFILE'"));
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
                        .mustSay(
                                "Missing option"
                                        + " 'aws.credentials.role.provider.basic.accesskeyid'"));
    }

    private static void parallelism(List<BadTable> rows) {
        for (String value : List.of("0", "-1")) {
            rows.add(
                    table(LOG, "scan.parallelism", value)
                            .mustSay(
                                    "Invalid value '" + value + "' for 'scan.parallelism'",
                                    "expected 1 or more"));
        }
        rows.add(
                table(LOG, "scan.parallelism", "two")
                        .mustSay(
                                "Invalid value 'two' for 'scan.parallelism'",
                                "expected an integer"));
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
