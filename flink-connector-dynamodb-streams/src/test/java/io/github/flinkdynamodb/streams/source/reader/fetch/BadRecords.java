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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.source.BadInput;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records that a shard can't hold, read by a reader; and what a schema may stumble over. */
public final class BadRecords {

    private static final String PLACE = "shard s1 of stream " + ReaderHarness.ARN;
    private static final String REPORT = "Check that 'aws.endpoint' points to DynamoDB Streams";
    private static final String KEYS = "\"Keys\":{\"id\":{\"S\":\"a\"}}";
    private static final String SEQ = "\"SequenceNumber\":\"7\"";

    private BadRecords() {}

    /** The rows of the table. */
    public static List<BadInput> all() {
        List<BadInput> rows = new ArrayList<>();
        records(rows);
        changes(rows);
        images(rows);
        pages(rows);
        return rows;
    }

    private static void records(List<BadInput> rows) {
        rows.add(unreadable("null as a record", "null", "expected an object but found 'n'"));
        rows.add(unreadable("text as a record", "\"a\"", "expected an object but found '\"'"));
        rows.add(
                unreadable(
                        "record that doesn't end", "{\"a\":", "expected a number but found ']'"));
        rows.add(unreadable("record without colons", "{\"a\"}", "expected ':' but found '}'"));
        rows.add(unreadable("name of an event that is none", "{\"eventName\":7}", "a string"));
        rows.add(
                unreadable(
                        "identity that is none",
                        "{\"userIdentity\":[]}",
                        "an object but found '['"));
        rows.add(
                row(
                        "record without a sequence number",
                        "{\"eventID\":\"e7\",\"dynamodb\":{" + KEYS + "}}",
                        "A record of " + PLACE + " has no sequence number: e7",
                        REPORT));
        rows.add(row("empty record", "{}", "has no sequence number: null", REPORT));
    }

    private static void changes(List<BadInput> rows) {
        rows.add(change("\"SequenceNumber\":7", "expected a string but found '7'"));
        rows.add(change("\"SequenceNumber\":\"7a\"", "sequence number", "7a"));
        rows.add(change("\"SequenceNumber\":\"\"", "a sequence number must not be empty"));
        rows.add(change("\"SequenceNumber\":\"-7\"", "sequence number", "-7"));
        rows.add(change(SEQ + ",\"SizeBytes\":1.5", "an integer of 64 bits but found '1.5'"));
        rows.add(change(SEQ + ",\"SizeBytes\":9223372036854775808", "an integer of 64 bits"));
        rows.add(change(SEQ + ",\"SizeBytes\":\"7\"", "a number but found '\"'"));
        String time = SEQ + ",\"ApproximateCreationDateTime\":";
        rows.add(change(time + "\"today\"", "a time as in ISO 8601 but found 'today'"));
        rows.add(change(time + "1e99", "expected seconds since 1970 but found '1e99'"));
        rows.add(change(time + "9999999999999999", "expected seconds since 1970 but found"));
        rows.add(change(time + "\"+999999999-01-01T00:00:00Z\"", "a time as in ISO 8601"));
        rows.add(change(time + "01", "expected a number but found '01'"));
        rows.add(change(SEQ + ",\"Keys\":[]", "expected an object but found '['"));
        rows.add(change(SEQ + ",\"NewImage\":\"a\"", "expected an object but found '\"'"));
        rows.add(change(SEQ + ",\"StreamViewType\":true", "expected a string but found 't'"));
    }

    private static void images(List<BadInput> rows) {
        rows.add(image("{\"id\":\"a\"}", "expected an object but found '\"'"));
        rows.add(image("{\"id\":{\"X\":\"a\"}}", "[S, N, B, SS, NS, BS, M, L", "found 'X'"));
        rows.add(image("{\"id\":{\"s\":\"a\"}}", "expected an attribute type", "found 's'"));
        rows.add(image("{\"id\":{\"N\":\"one\"}}", "a decimal number but found 'one'"));
        rows.add(image("{\"id\":{\"N\":1}}", "expected a string but found '1'"));
        rows.add(image("{\"id\":{\"B\":\"???\"}}", "expected base64 but found other text"));
        rows.add(image("{\"id\":{\"BOOL\":\"true\"}}", "expected true or false but found '\"'"));
        rows.add(image("{\"id\":{\"SS\":\"a\"}}", "expected an array but found '\"'"));
        rows.add(image("{\"id\":{\"S\":\"a\",\"N\":\"1\"}}", "expected one type but found S, N"));
        rows.add(image("{\"id\":{\"S\":null}}", "expected an attribute value but found null"));
        rows.add(image("{\"id\":{\"S\":\"\\ud\"}}", "four hexadecimal digits after \\u"));
        rows.add(image("{\"id\":{\"S\":\"\\x\"}}", "no escape begins with 'x'"));
        rows.add(image("{\"id\":{\"S\":\"\n\"}}", "must not contain byte 0x0a unescaped"));
        String deep = "{\"L\":[".repeat(200) + "]}".repeat(200);
        rows.add(image("{\"id\":" + deep + "}", "attribute values nest more than 128 deep"));
        rows.add(
                row(
                        "schema that needs what the view type lacks",
                        "{\"dynamodb\":{" + SEQ + ",\"StreamViewType\":\"NEW_IMAGE\"}}",
                        "Cannot deserialize record 7 of " + PLACE,
                        "NullPointerException",
                        "The stream's view type is NEW_IMAGE",
                        "enable a stream of another view type"));
    }

    private static void pages(List<BadInput> rows) {
        rows.add(page("no text at all", "", "the text ends too early, at byte 0 of 0"));
        rows.add(page("page of a proxy", "<html>", "expected an object but found '<', at byte 0"));
        rows.add(page("list as a page", "[]", "expected an object but found '['"));
        rows.add(page("records that are no list", "{\"Records\":{}}", "expected an array"));
        rows.add(page("iterator that is no text", "{\"NextShardIterator\":1}", "a string"));
        rows.add(page("page and more", "{} {}", "expected the end of the text, but found"));
        rows.add(page("page that doesn't end", "{\"Records\":[", "the text ends too early"));
    }

    private static BadInput page(String name, String text, String problem) {
        return BadInput.of(
                name,
                IOException.class,
                () -> readPage(text),
                "Cannot read a page of " + PLACE,
                problem.replace(", but", " but"),
                REPORT);
    }

    private static void readPage(String text) throws IOException {
        ShardSplit split = ReaderHarness.split("s1");
        ManualClock clock = new ManualClock();
        ReaderMetrics metrics = new ReaderMetrics(new RecordingMetricGroup(), clock, 3_000);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        new PageDecoder<>(new KeySchema(), FetchContexts.of(DecodeErrorPolicy.FAIL, clock, metrics))
                .decode(
                        split,
                        new ShardCursor(
                                split,
                                StopRule.of(
                                        split, StoppingPosition.Mode.NEVER, StopMargin.standard()),
                                false),
                        new UndecodedPage(body, "iterator", false, Instant.EPOCH, null),
                        RecordBatch.of("s1", 1, bytes -> {}));
    }

    private static BadInput change(String members, String... problem) {
        List<String> words = new ArrayList<>(List.of(problem));
        words.add("Cannot read a page of " + PLACE + ": record 0 of the page");
        words.add(", at byte ");
        words.add(REPORT);
        return row(
                "change {" + members + "}",
                "{\"dynamodb\":{" + members + "}}",
                words.toArray(new String[0]));
    }

    private static BadInput unreadable(String name, String record, String problem) {
        return row(
                name,
                record,
                "Cannot read a page of " + PLACE + ": record 0 of the page",
                problem,
                ", at byte ",
                REPORT);
    }

    private static BadInput image(String image, String... problem) {
        List<String> words = new ArrayList<>(List.of(problem));
        words.add("Cannot deserialize record 7 of " + PLACE);
        words.add(", at byte ");
        words.add("'scan.on-decode-error' = 'skip' leaves such records out and counts them");
        String shown = image.length() > 60 ? image.substring(0, 60) + "..." : image;
        return row(
                "image " + shown,
                "{\"dynamodb\":{" + SEQ + ",\"Keys\":" + image + "}}",
                words.toArray(new String[0]));
    }

    private static BadInput row(String name, String record, String... words) {
        return BadInput.of(name, IOException.class, () -> read(record), words);
    }

    private static void read(String record) throws IOException {
        ReaderHarness harness = new ReaderHarness().shard("s1");
        harness.client.appendJson("s1", "7", record);
        harness.read("s1").run();
    }
}
