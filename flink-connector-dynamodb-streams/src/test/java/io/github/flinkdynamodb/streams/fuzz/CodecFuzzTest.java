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
package io.github.flinkdynamodb.streams.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.streams.codec.record.RecordsPage;
import io.github.flinkdynamodb.streams.codec.record.WirePage;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.SdkRecordDeserializationSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come: what the codec makes of them is what two other readers make of them, or a
 * {@link DecodeException} that names the place where they reject them too. No text takes more
 * memory than its size explains.
 */
class CodecFuzzTest {

    /** The smallest record takes three bytes and becomes an object of a dozen fields. */
    private static final long BYTES_A_BYTE = 200;

    private static final long BYTES_AT_LEAST = 32 << 10;

    /** Of the text itself an exception repeats little. */
    private static final int LONGEST_MESSAGE = 400;

    private static final Pattern MESSAGE =
            Pattern.compile(".*at byte \\d+ of \\d+", Pattern.DOTALL);

    /** An exponent that the codec takes for no number, and other parsers for one. */
    private static final Pattern LONG_EXPONENT = Pattern.compile("[eE][+-]?[0-9]{10}");

    private static byte[] sample() {
        try (InputStream in =
                CodecFuzzTest.class.getResourceAsStream("/getrecords/dynamodb-local-3.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Making a page costs more than reading it: so many inputs in a row come from one. */
    private static final int INPUTS_A_PAGE = 16;

    private final byte[] sample = sample();
    private byte[] page = sample;
    private long seedOfPage;

    private byte[] page(long seed) {
        long wanted = Math.floorDiv(seed, INPUTS_A_PAGE);
        if (wanted != seedOfPage) {
            Random random = new Random(wanted);
            page = random.nextInt(8) == 0 ? sample : new WirePage(random).body();
            seedOfPage = wanted;
        }
        return page;
    }

    @Test
    void pagesAreReadAsTwoOtherReadersReadThem() {
        Fuzz.Outcome outcome =
                Fuzz.run(
                        "pages",
                        40_000,
                        seed -> {
                            Random random = new Random(seed);
                            byte[] text = Mutator.ofJson(random).mutate(page(seed));
                            return isRead(text, random.nextInt(4) == 0);
                        });

        outcome.sawBoth();
    }

    private static boolean isRead(byte[] text, boolean everywhere) throws Exception {
        if (hasRecordsTwice(text)) {
            return false;
        }
        RecordsPage page = decode(text);
        String read = page == null ? Dump.REJECTED : Dump.page(page);
        assertSame(read, ReferenceReader.page(text), text);
        Optional<JsonTree> json = JsonTree.parse(text);
        if (json.isPresent() && !LONG_EXPONENT.matcher(Fuzz.show(text)).find()) {
            assertSame(read, JacksonReader.page(json.get()), text);
        }
        Optional<String> peeked = GetRecordsReader.peekNextShardIterator(text);
        if (json.isPresent() && page != null && peeked.isPresent()) {
            assertThat(page.nextShardIterator()).isEqualTo(peeked.get());
        }
        if (page != null && everywhere) {
            for (ChangeRecord record : page.records()) {
                String dump = Dump.record(record).toString();
                isTheSameAlone(record, dump);
                isTheSameInEverySchema(record, !dump.contains(" " + Dump.REJECTED));
            }
        }
        return page != null;
    }

    /** The one thing that the others read, and the connector refuses: it could lose records. */
    private static boolean hasRecordsTwice(byte[] text) {
        try {
            RecordsPage.decode(text, "arn", "shard");
            return false;
        } catch (DecodeException e) {
            boolean twice = e.getMessage().startsWith("the page has records twice, at byte ");
            if (twice) {
                String json = new String(text, StandardCharsets.ISO_8859_1);
                assertThat(json.split("\"Records\"|\\\\u", -1)).hasSizeGreaterThan(2);
            }
            return twice;
        }
    }

    private static void assertSame(String read, String expected, byte[] text) {
        if (!read.equals(expected)) {
            assertThat(read).as(Fuzz.show(text)).isEqualTo(expected);
        }
    }

    /** Returns null for what is rejected with a message that says where. */
    private static RecordsPage decode(byte[] text) throws Exception {
        try {
            return Fuzz.allocatingAtMost(
                    BYTES_AT_LEAST + BYTES_A_BYTE * text.length,
                    text,
                    () -> {
                        RecordsPage page = RecordsPage.decode(text, "arn", "shard");
                        page.records().forEach(CodecFuzzTest::decodeImages);
                        return page;
                    });
        } catch (DecodeException e) {
            requireMessage(e);
            return null;
        }
    }

    private static void requireMessage(DecodeException e) {
        String message = e.getMessage();
        if (message.length() > LONGEST_MESSAGE || !MESSAGE.matcher(message).matches()) {
            throw new AssertionError("a message without a place, or a long one: " + message, e);
        }
    }

    private static void decodeImages(ChangeRecord record) {
        for (Image image : images(record)) {
            try {
                image.attributes();
            } catch (DecodeException e) {
                requireMessage(e);
            }
        }
    }

    private static List<Image> images(ChangeRecord record) {
        List<Image> images = new ArrayList<>();
        Image[] all = {record.keys(), record.newImage(), record.oldImage()};
        for (Image image : all) {
            if (image != null) {
                images.add(image);
            }
        }
        return images;
    }

    private static void isTheSameAlone(ChangeRecord record, String dump) {
        byte[] own = ChangeRecordJson.toBytes(record);
        assertSame(Dump.record(ChangeRecordJson.decode(own, "arn", "shard")).toString(), dump, own);
        assertSame(Dump.record(ChangeRecordJson.detach(record)).toString(), dump, own);
        assertSame(ReferenceReader.record(own), dump, own);
    }

    private static void isTheSameInEverySchema(ChangeRecord record, boolean whole)
            throws Exception {
        List<Object> out = new ArrayList<>();
        JsonStringDeserializationSchema.dynamoDbJson()
                .deserialize(record, new ListCollector<>(typed(out)));
        assertThat(out).containsExactly(record.json().utf8());
        try {
            JsonStringDeserializationSchema.plainJson()
                    .deserialize(record, new ListCollector<>(typed(out)));
            PlainJsonCheck.requireSame(record, (String) out.get(1));
        } catch (DecodeException e) {
            assertThat(whole).as("rejected, but read before: %s", e.getMessage()).isFalse();
        }
        try {
            new SdkRecordDeserializationSchema()
                    .deserialize(record, new ListCollector<>(typed(out)));
        } catch (DecodeException e) {
            assertThat(whole).as("rejected, but read before: %s", e.getMessage()).isFalse();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> typed(List<Object> list) {
        return (List<T>) list;
    }

    /** 100,000 levels: of what is skipped, of what is read, and of what never ends. */
    @Test
    void depthIsNoMatter() throws Exception {
        String open = "{\"a\":";
        String[] pages = {
            "{\"x\":" + nested("[", "]") + "}",
            "{\"x\":" + nested(open, "}").replace(":}", ":1}") + "}",
            "{\"x\":" + open.repeat(100_000),
            "{\"x\":" + "[".repeat(100_000),
            "[".repeat(100_000),
            "{\"Records\":" + nested("[", "]") + "}",
            "{\"Records\":[{\"dynamodb\":" + open.repeat(100_000),
            "{\"Records\":[{\"dynamodb\":{\"Keys\":{\"k\":" + nested("{\"L\":[", "]}") + "}}}]}",
            "{\"Records\":[{\"dynamodb\":{\"Keys\":{\"k\":"
                    + nested("{\"M\":{\"a\":", "}}")
                    + "}}}]}",
            "{\"Records\":[{\"dynamodb\":{\"Keys\":{\"k\":" + nested("{\"M\":", "}") + "}}}]}",
            "{\"Records\":[{\"userIdentity\":" + nested("{\"Type\":", "}") + "}]}",
            "{\"Records\":[{\"y\":" + nested("[{\"z\":", "}]").replace(":}", ":0}") + "}]}"
        };
        int read = 0;

        for (String page : pages) {
            read += decode(page.getBytes(StandardCharsets.UTF_8)) == null ? 0 : 1;
        }

        assertThat(read).as("pages of %s that were read", pages.length).isEqualTo(6);
    }

    private static String nested(String open, String close) {
        return open.repeat(100_000) + close.repeat(100_000);
    }

    /** Long strings, long numbers, many members, and what looks alike to a hash table. */
    @Test
    void lengthIsNoMatter() throws Exception {
        String digits = "1234567890".repeat(100_000);
        String[] pages = {
            item("{\"S\":\"" + "x".repeat(4_000_000) + "\"}"),
            item("{\"S\":\"" + "\\u0041".repeat(500_000) + "\"}"),
            item("{\"S\":\"" + "\u20ac".repeat(500_000) + "\"}"),
            item("{\"S\":\"" + "\\"),
            item("{\"N\":\"" + digits + "\"}"),
            item("{\"N\":\"" + digits + "x\"}"),
            item("{\"N\":\"1e" + digits + "\"}"),
            item("{\"B\":\"" + "QUJD".repeat(500_000) + "\"}"),
            item("{\"B\":\"" + "QUJD".repeat(500_000) + "?\"}"),
            item("{\"" + "S".repeat(1_000_000) + "\":1}"),
            item("{\"SS\":[" + "\"\",".repeat(500_000) + "\"\"]}"),
            item("{\"L\":[" + "{},".repeat(500_000) + "{}]}"),
            item("{" + "\"NULL\":null,".repeat(100_000) + "\"NULL\":true}"),
            record("\"eventID\":\"" + "x".repeat(4_000_000) + "\""),
            record("\"eventName\":\"" + "x".repeat(4_000_000) + "\""),
            record("\"dynamodb\":{\"SequenceNumber\":\"" + digits + "\"}"),
            record("\"dynamodb\":{\"SequenceNumber\":\"" + digits + "x\"}"),
            record("\"dynamodb\":{\"SizeBytes\":" + digits + "}"),
            record("\"dynamodb\":{\"ApproximateCreationDateTime\":" + digits + "}"),
            record("\"dynamodb\":{\"ApproximateCreationDateTime\":1e999999999}"),
            record("\"dynamodb\":{\"ApproximateCreationDateTime\":1e-999999999}"),
            record("\"dynamodb\":{\"ApproximateCreationDateTime\":\"" + digits + "\"}"),
            "{\"Records\":[" + "{},".repeat(200_000) + "{}]}",
            "{\"Records\":[" + "{},".repeat(200_000) + "1]}",
            "{" + "\"Records\":[{}],".repeat(50_000) + "\"Records\":[]}",
            "{\"NextShardIterator\":\"" + "x".repeat(4_000_000) + "\"}",
            "{\"x\":\"" + "\\\"".repeat(1_000_000),
            " ".repeat(4_000_000),
            "{\"x\":" + digits + "}"
        };

        for (String page : pages) {
            byte[] text = page.getBytes(StandardCharsets.UTF_8);
            decode(text);
            GetRecordsReader.peekNextShardIterator(text);
        }
    }

    private static String item(String value) {
        return record("\"dynamodb\":{\"Keys\":{\"k\":" + value + "}}");
    }

    private static String record(String members) {
        return "{\"Records\":[{" + members + "}]}";
    }

    /** Names whose hash codes are the same, of which a list would be searched again and again. */
    @Test
    void namesThatCollideAreReadInTime() {
        int bits = 15;
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 1 << bits; i++) {
            names.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < bits; bit++) {
                names.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.append("\":{}");
        }
        byte[] text =
                record("\"dynamodb\":{\"Keys\":{" + names + "}}").getBytes(StandardCharsets.UTF_8);

        int read =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(30),
                        () -> decode(text).records().get(0).keys().attributes().size());

        assertThat(read).isEqualTo(1 << bits);
    }

    @Test
    void aMessageRepeatsLittleOfALongText() {
        String name = item("{\"" + "S".repeat(1_000_000) + "\":1}");

        assertThatThrownBy(
                        () ->
                                RecordsPage.decode(
                                                name.getBytes(StandardCharsets.UTF_8), null, null)
                                        .records()
                                        .get(0)
                                        .keys()
                                        .attributes())
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("SSSS...'")
                .message()
                .hasSizeLessThan(LONGEST_MESSAGE);
    }
}
