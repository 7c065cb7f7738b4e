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
package io.github.flinkdynamodb.streams.source;

import static io.github.flinkdynamodb.streams.source.BadInput.options;

import java.util.ArrayList;
import java.util.List;

/** Bad values of the options {@code scan.*}. */
final class BadScanOptions {

    private BadScanOptions() {}

    static List<BadInput> all() {
        List<BadInput> rows = new ArrayList<>();
        words(rows);
        timestamps(rows, "startup", "latest");
        timestamps(rows, "bounded", "unbounded");
        order(rows);
        durations(rows);
        budgets(rows);
        snapshots(rows);
        incrementalExports(rows);
        positions(rows);
        return rows;
    }

    private static void words(List<BadInput> rows) {
        String startup =
                "[earliest-offset, incremental-export, initial, latest, latest-offset, positions,"
                        + " snapshot, timestamp, trim-horizon]";
        rows.add(word("scan.startup.mode", "initial-position", startup));
        rows.add(word("scan.startup.mode", "lastest", startup + ". Did you mean 'latest'?"));
        rows.add(
                word(
                        "scan.startup.mode",
                        "trim_horizon",
                        "horizon]. Did you mean 'trim-horizon'?"));
        rows.add(word("scan.startup.mode", "", startup));
        String bounded = "[latest, timestamp, unbounded]";
        rows.add(word("scan.bounded.mode", "never", bounded));
        rows.add(word("scan.bounded.mode", " Latest", bounded + ". Did you mean 'latest'?"));
        rows.add(word("scan.on-data-loss", "ignore", "[continue, fail, repair]"));
        repairs(rows);
        balance(rows);
        rows.add(
                word(
                        "scan.on-data-loss",
                        "contniue",
                        "[continue, fail, repair]. Did you mean 'continue'?"));
        rows.add(
                options("null for fields that are none", "scan.on-decode-error", "null")
                        .ofStream()
                        .mustSay(
                                "Invalid value 'null' for 'scan.on-decode-error'",
                                "expected one of [dead-letter, fail, skip]. Only SQL tables"));
        rows.add(
                word(
                        "scan.on-decode-error",
                        "Skip ",
                        "[dead-letter, fail, skip]. Did you mean 'skip'?"));
        rows.add(word("scan.on-decode-error", "true", "[dead-letter, fail, skip]"));
    }

    private static void repairs(List<BadInput> rows) {
        rows.add(
                options("a repair without a bucket", "scan.on-data-loss", "repair")
                        .ofStream()
                        .mustSay(
                                "Missing option 'scan.repair.export-bucket'",
                                "'scan.on-data-loss' = 'repair' needs it",
                                "needs point-in-time recovery"));
        rows.add(
                options("a bucket for no repair", "scan.repair.export-bucket", "exports")
                        .ofStream()
                        .mustSay(
                                "'scan.repair.export-bucket' = 'exports' is not used by"
                                        + " 'scan.on-data-loss' = 'fail'",
                                "set 'scan.on-data-loss' = 'repair'"));
        rows.add(
                options("a prefix for no repair", "scan.repair.export-prefix", "a")
                        .ofStream()
                        .mustSay("'scan.repair.export-prefix' = 'a' is not used by"));
        rows.add(
                repair("a bucket with a scheme", "scan.repair.export-bucket", "s3://exports")
                        .mustSay(
                                "Invalid value 's3://exports' for 'scan.repair.export-bucket'",
                                "by 'scan.repair.export-prefix'",
                                "by 'scan.repair.export-bucket-path'"));
        rows.add(
                repair("a repair of a bounded read", "scan.bounded.mode", "latest")
                        .mustSay(
                                "'scan.bounded.mode' = 'latest' is not possible with"
                                        + " 'scan.on-data-loss' = 'repair'"));
    }

    private static void balance(List<BadInput> rows) {
        rows.add(word("scan.rebalance.mode", "records", "[bytes, none, shards]"));
        rows.add(
                options("a threshold for nothing", "scan.rebalance.threshold", "1.5")
                        .ofStream()
                        .mustSay(
                                "'scan.rebalance.threshold' = '1.5' is not used by"
                                        + " 'scan.rebalance.mode' = 'none'",
                                "set 'scan.rebalance.mode' = 'shards' or 'bytes'"));
        rows.add(
                options("a wait for nothing", "scan.rebalance.max-wait", "1 min")
                        .ofStream()
                        .mustSay("'scan.rebalance.max-wait' = '1 min' is not used by"));
        for (String threshold : List.of("0.9", "101", "NaN")) {
            rows.add(
                    shards("threshold " + threshold, "scan.rebalance.threshold", threshold)
                            .mustSay("for 'scan.rebalance.threshold': expected 1 to 100"));
        }
        rows.add(
                shards("threshold much", "scan.rebalance.threshold", "much")
                        .mustSay(
                                "Invalid value 'much' for 'scan.rebalance.threshold': expected a"
                                        + " number such as '1.2'"));
        rows.add(
                shards("a wait of no time", "scan.rebalance.max-wait", "0 s")
                        .mustSay(
                                "Invalid value '0 ms' for 'scan.rebalance.max-wait': expected"
                                        + " 1000 ms to 3600000 ms"));
        rows.add(
                repair("a repair with shards that move", "scan.rebalance.mode", "shards")
                        .mustSay(
                                "'scan.rebalance.mode' = 'shards' is not possible with"
                                        + " 'scan.on-data-loss' = 'repair'",
                                "remove one of them"));
    }

    private static BadInput.Options shards(String name, String key, String value) {
        return options(name, "scan.rebalance.mode", "shards", key, value).ofStream();
    }

    private static BadInput.Options repair(String name, String key, String value) {
        return options(
                        name,
                        "scan.repair.export-bucket",
                        "exports",
                        "scan.on-data-loss",
                        "repair",
                        key,
                        value)
                .ofStream();
    }

    private static BadInput word(String key, String value, String allowed) {
        return options(key + " " + value, key, value)
                .ofStream()
                .mustSay(
                        "Invalid value '" + value + "' for '" + key + "': expected one of ",
                        allowed);
    }

    private static void timestamps(List<BadInput> rows, String which, String byDefault) {
        String mode = "scan." + which + ".mode";
        String key = "scan." + which + ".timestamp-millis";
        rows.add(
                options(which + " at no timestamp", mode, "timestamp")
                        .ofStream()
                        .mustSay(
                                "Missing option '" + key + "'",
                                "'" + mode + "' = 'timestamp' needs it, in epoch milliseconds"));
        rows.add(
                options(which + " at a timestamp without the mode", key, "1795398960000")
                        .ofStream()
                        .mustSay(
                                "'" + key + "' = '1795398960000' is not used by",
                                "'" + mode + "' = '" + byDefault + "'",
                                "remove it, or set '" + mode + "' = 'timestamp'"));
        rows.add(
                options(which + " at latest with a timestamp", mode, "latest", key, "5")
                        .ofStream()
                        .mustSay(
                                "'" + key + "' = '5' is not used by", "'" + mode + "' = 'latest'"));
        rows.add(timestamp(which, "-1", "epoch milliseconds, 0 or more"));
        rows.add(timestamp(which, "1795398960", "look like seconds", "is 1795398960000"));
        rows.add(timestamp(which, "1795398960000000", "look like microseconds", "13 digits"));
        rows.add(timestamp(which, "1795398960000000000", "look like", "nanoseconds"));
        rows.add(timestamp(which, "2026-11-23T00:00:00Z", "an integer such as '17953989600"));
        rows.add(timestamp(which, "1795398960.5", "expected an integer such as"));
        rows.add(timestamp(which, "99999999999999999999", "expected an integer"));
        rows.add(timestamp(which, "", "expected an integer such as"));
    }

    private static BadInput timestamp(String which, String value, String... remedy) {
        String key = "scan." + which + ".timestamp-millis";
        List<String> words = new ArrayList<>(List.of(remedy));
        words.add("Invalid value '" + value + "' for '" + key + "': expected ");
        return options(
                        which + " at '" + value + "'",
                        "scan." + which + ".mode",
                        "timestamp",
                        key,
                        value)
                .ofStream()
                .mustSay(words.toArray(new String[0]));
    }

    private static void order(List<BadInput> rows) {
        rows.add(
                options(
                                "startup after the end",
                                "scan.startup.mode",
                                "timestamp",
                                "scan.startup.timestamp-millis",
                                "1795398961000",
                                "scan.bounded.mode",
                                "timestamp",
                                "scan.bounded.timestamp-millis",
                                "1795398960999")
                        .ofStream()
                        .mustSay(
                                "'scan.startup.timestamp-millis' = '1795398961000'",
                                "'scan.bounded.timestamp-millis' = '1795398960999'",
                                "so nothing would be read: set a startup timestamp that is"
                                        + " before"));
        rows.add(
                options("poll intervals the wrong way round", "scan.poll.min-interval", "2 s")
                        .ofStream()
                        .mustSay(
                                "'scan.poll.min-interval' = '2000 ms' is longer than"
                                        + " 'scan.poll.max-interval' = '1000 ms'",
                                "lower the first or raise the second"));
        rows.add(
                options("longest poll interval too short", "scan.poll.max-interval", "100 ms")
                        .ofStream()
                        .mustSay(
                                "'scan.poll.min-interval' = '200 ms' is longer than"
                                        + " 'scan.poll.max-interval' = '100 ms'",
                                "lower the first or raise the second"));
    }

    private static void durations(List<BadInput> rows) {
        String discovery = "1000 ms to 3600000 ms";
        rows.add(range("scan.shard-discovery.interval", "0 ms", "0 ms", discovery));
        rows.add(range("scan.shard-discovery.interval", "999 ms", "999 ms", discovery));
        rows.add(range("scan.shard-discovery.interval", "2 h", "7200000 ms", discovery));
        rows.add(unreadableDuration("scan.shard-discovery.interval", "soon"));
        rows.add(unreadableDuration("scan.shard-discovery.interval", ""));
        String poll = "1 ms to 300000 ms";
        rows.add(range("scan.poll.min-interval", "0 ms", "0 ms", poll));
        rows.add(range("scan.poll.min-interval", "6 min", "360000 ms", poll));
        rows.add(unreadableDuration("scan.poll.min-interval", "-5 ms"));
        rows.add(range("scan.poll.max-interval", "0 ms", "0 ms", poll));
        rows.add(range("scan.poll.max-interval", "301 s", "301000 ms", poll));
        rows.add(unreadableDuration("scan.poll.max-interval", "1 parsec"));
        String retry = "1000 ms to 86400000 ms";
        rows.add(range("scan.retry.max-duration", "10 ms", "10 ms", retry));
        rows.add(range("scan.retry.max-duration", "25 h", "90000000 ms", retry));
        rows.add(unreadableDuration("scan.retry.max-duration", "forever"));
        rows.add(unreadableDuration("scan.retry.max-duration", "99999999999999999999 s"));
    }

    private static void budgets(List<BadInput> rows) {
        String requests = "1 to 1000";
        rows.add(range("scan.fetch.max-requests", "0", "0", requests));
        rows.add(range("scan.fetch.max-requests", "-1", "-1", requests));
        rows.add(range("scan.fetch.max-requests", "1001", "1001", requests));
        rows.add(unreadable("scan.fetch.max-requests", "many", "an integer such as '64'"));
        rows.add(unreadable("scan.fetch.max-requests", "1.5", "an integer"));
        rows.add(unreadable("scan.fetch.max-requests", "9999999999", "an integer"));
        String bytes = "1 mb to 1048576 mb";
        rows.add(range("scan.fetch.max-bytes", "0", "0 bytes", bytes));
        rows.add(range("scan.fetch.max-bytes", "64", "64 bytes", bytes));
        rows.add(range("scan.fetch.max-bytes", "2 tb", "2097152 mb", bytes));
        String size = "a memory size such as '512 kb', '64 mb' or '1 gb'";
        rows.add(unreadable("scan.fetch.max-bytes", "lots", size));
        rows.add(unreadable("scan.fetch.max-bytes", "-1 mb", size));
        rows.add(unreadable("scan.fetch.max-bytes", "64 megs", size));
    }

    private static void snapshots(List<BadInput> rows) {
        rows.add(unused("scan.snapshot.segments", "8"));
        rows.add(unused("scan.snapshot.consistent-read", "false"));
        rows.add(unused("scan.snapshot.endpoint", "http://localhost:8000"));
        rows.add(unused("scan.snapshot.max-read-capacity", "100"));
        rows.add(unused("scan.snapshot.export", "s3://bucket/AWSDynamoDB/1"));
        rows.add(unused("scan.snapshot.export-bucket", "exports"));
        rows.add(untilLatestAfterExport());
        askedExports(rows);
        rows.add(besideExport("scan.snapshot.segments", "8"));
        rows.add(besideExport("scan.snapshot.consistent-read", "true"));
        rows.add(besideExport("scan.snapshot.max-read-capacity", "100"));
        rows.add(
                options(
                                "an empty folder",
                                "scan.startup.mode",
                                "snapshot",
                                "scan.snapshot.export",
                                " ")
                        .ofStream()
                        .mustSay(
                                "Invalid value ' ' for 'scan.snapshot.export': expected the folder"
                                        + " of an export, such as 's3://"));
        rows.add(
                options(
                                "end of a snapshot",
                                "scan.startup.mode",
                                "snapshot",
                                "scan.bounded.mode",
                                "latest")
                        .ofStream()
                        .mustSay(
                                "'scan.bounded.mode' = 'latest' is not used by",
                                "'scan.startup.mode' = 'snapshot'",
                                "ends after the table's last item: remove it"));
        rows.add(snapshot("scan.snapshot.segments", "0", "1 to 1000000"));
        rows.add(snapshot("scan.snapshot.segments", "many", "an integer such as '64'"));
        rows.add(snapshot("scan.snapshot.max-read-capacity", "0", "1 to 10000000"));
        rows.add(snapshot("scan.snapshot.max-read-capacity", "0.5", "an integer such as"));
        rows.add(snapshot("scan.snapshot.consistent-read", "maybe", "one of true and false"));
        rows.add(snapshot("scan.snapshot.endpoint", "localhost", "the URL of a service"));
    }

    private static void askedExports(List<BadInput> rows) {
        String bucket = "scan.snapshot.export-bucket";
        rows.add(asked(bucket, "s3://exports", "the name of a bucket, without 's3://'. Set"));
        rows.add(asked(bucket, "", "the name of a bucket, without 's3://'. Set"));
        String prefix = "up to 1024 characters, without a slash or white space at either end";
        rows.add(asked("scan.snapshot.export-prefix", "/a", prefix));
        rows.add(asked("scan.snapshot.export-prefix", "a/", prefix));
        rows.add(asked("scan.snapshot.export-prefix", " ", prefix));
        rows.add(asked("scan.snapshot.export-prefix", "a//b", prefix));
        rows.add(
                asked(
                        "scan.snapshot.export-bucket-owner",
                        "me",
                        "the 12 digits of an AWS account"));
        rows.add(
                asked(
                        "scan.snapshot.export-kms-key",
                        "a key",
                        "the ID or ARN of a key, without white space"));
        String uri = "a URI with a scheme, such as 's3a://bucket' or 'file:///mnt/bucket'";
        rows.add(asked("scan.snapshot.export-bucket-path", "/mnt/exports", uri));
        rows.add(asked("scan.snapshot.export-bucket-path", "s3://", uri));
        rows.add(asked("scan.snapshot.export-max-age", "soon", "a duration such as"));
        rows.add(withoutBucket("scan.snapshot.export-prefix", "a"));
        rows.add(withoutBucket("scan.snapshot.export-max-age", "1 h"));
        rows.add(
                options(
                                "a bucket beside an export",
                                "scan.startup.mode",
                                "snapshot",
                                "scan.snapshot.export",
                                "s3://bucket/AWSDynamoDB/1",
                                bucket,
                                "exports")
                        .ofStream()
                        .mustSay(
                                "'scan.snapshot.export-bucket' = 'exports' is not used with"
                                        + " 'scan.snapshot.export'",
                                "remove one of them"));
        rows.add(
                options(
                                "segments beside a bucket",
                                "scan.startup.mode",
                                "snapshot",
                                bucket,
                                "exports",
                                "scan.snapshot.segments",
                                "8")
                        .ofStream()
                        .mustSay(
                                "'scan.snapshot.segments' = '8' is not used with"
                                        + " 'scan.snapshot.export-bucket'",
                                "remove one of them"));
    }

    private static BadInput asked(String key, String value, String expected) {
        String bucket = "scan.snapshot.export-bucket";
        BadInput.Options input =
                key.equals(bucket)
                        ? options(key + " " + value, "scan.startup.mode", "snapshot", key, value)
                        : options(
                                key + " " + value,
                                "scan.startup.mode",
                                "snapshot",
                                bucket,
                                "exports",
                                key,
                                value);
        return input.ofStream()
                .mustSay("Invalid value '" + value + "' for '" + key + "': expected " + expected);
    }

    private static BadInput withoutBucket(String key, String value) {
        return options(key + " without a bucket", "scan.startup.mode", "snapshot", key, value)
                .ofStream()
                .mustSay(
                        "'" + key + "' = '" + value + "' is not used without",
                        "'scan.snapshot.export-bucket': remove it, or set that");
    }

    private static void incrementalExports(List<BadInput> rows) {
        String key = "scan.incremental-export.folders";
        String folder = "s3://bucket/AWSDynamoDB/1";
        rows.add(
                options("exports without their mode", key, folder)
                        .ofStream()
                        .mustSay(
                                "'" + key + "' = '" + folder + "' is not used by",
                                "'scan.startup.mode' = 'latest'",
                                "remove it, or set 'scan.startup.mode' = 'incremental-export'"));
        rows.add(
                options("no exports", "scan.startup.mode", "incremental-export")
                        .ofStream()
                        .mustSay("Missing option '" + key + "'", "or several separated by ';'"));
        rows.add(incremental("an export twice", key, folder + ";" + folder, "each once"));
        rows.add(
                options(
                                "end of incremental exports",
                                "scan.startup.mode",
                                "incremental-export",
                                key,
                                folder,
                                "scan.bounded.mode",
                                "latest")
                        .ofStream()
                        .mustSay(
                                "'scan.bounded.mode' = 'latest' is not used by",
                                "'scan.startup.mode' = 'incremental-export'",
                                "ends after the exports' last change: remove it"));
    }

    private static void positions(List<BadInput> rows) {
        String key = "scan.startup.positions-file";
        rows.add(
                options("positions without their mode", key, "s3://bucket/p.json")
                        .ofStream()
                        .mustSay(
                                "'" + key + "' = 's3://bucket/p.json' is not used by",
                                "'scan.startup.mode' = 'latest'",
                                "remove it, or set 'scan.startup.mode' = 'positions'"));
        rows.add(
                options("no positions", "scan.startup.mode", "positions")
                        .ofStream()
                        .mustSay("Missing option '" + key + "'", "tools/inspector/run writes"));
        rows.add(
                options("an empty name", "scan.startup.mode", "positions", key, " ")
                        .ofStream()
                        .mustSay("Missing option '" + key + "'", "tools/inspector/run writes"));
    }

    private static BadInput incremental(String name, String key, String value, String expected) {
        return options(name, "scan.startup.mode", "incremental-export", key, value)
                .ofStream()
                .mustSay("Invalid value '", "' for '" + key + "': expected folders of", expected);
    }

    private static BadInput snapshot(String key, String value, String expected) {
        return options(key + " " + value, "scan.startup.mode", "snapshot", key, value)
                .ofStream()
                .mustSay("Invalid value '" + value + "' for '" + key + "': expected " + expected);
    }

    private static BadInput unused(String key, String value) {
        return options(key + " without a snapshot", key, value)
                .ofStream()
                .mustSay(
                        "'" + key + "' = '" + value + "' is not used by",
                        "'scan.startup.mode' = 'latest'",
                        "remove it, or set 'scan.startup.mode' = 'initial' or 'snapshot'");
    }

    private static BadInput untilLatestAfterExport() {
        return options(
                        "an export up to the start",
                        "scan.startup.mode",
                        "initial",
                        "scan.snapshot.export",
                        "s3://bucket/AWSDynamoDB/1",
                        "scan.bounded.mode",
                        "latest")
                .ofStream()
                .mustSay(
                        "'scan.bounded.mode' = 'latest' is not possible with"
                                + " 'scan.snapshot.export'",
                        "remove it, or set 'scan.bounded.mode' = 'timestamp'");
    }

    private static BadInput besideExport(String key, String value) {
        return options(
                        key + " beside an export",
                        "scan.startup.mode",
                        "snapshot",
                        "scan.snapshot.export",
                        "s3://bucket/AWSDynamoDB/1",
                        key,
                        value)
                .ofStream()
                .mustSay(
                        "'" + key + "' = '" + value + "' is not used with 'scan.snapshot.export'",
                        "which is read instead of the table: remove one of them");
    }

    private static BadInput range(String key, String value, String shown, String range) {
        return options(key + " " + value, key, value)
                .ofStream()
                .mustSay("Invalid value '" + shown + "' for '" + key + "': expected " + range);
    }

    private static BadInput unreadableDuration(String key, String value) {
        return unreadable(key, value, "a duration such as '200 ms', '30 s' or '10 min'");
    }

    private static BadInput unreadable(String key, String value, String expected) {
        return options(key + " '" + value + "'", key, value)
                .ofStream()
                .mustSay("Invalid value '" + value + "' for '" + key + "': expected " + expected);
    }
}
