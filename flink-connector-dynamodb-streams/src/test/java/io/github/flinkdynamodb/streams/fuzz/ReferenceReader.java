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

import io.github.flinkdynamodb.streams.model.AttributeType;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Another reader of pages, written for clarity from the rules that the codec promises:
 *
 * <ul>
 *   <li>What is read is read by the grammar of JSON, in well-formed UTF-8. An escape may spell half
 *       a surrogate pair. Of a member that is there twice the last one counts.
 *   <li>Of a value that nobody reads, the end is looked for: quotes and the balance of brackets,
 *       the last of which must fit the first. An image is such a value, until it is decoded.
 *   <li>Names that nobody looks for may hold any bytes.
 *   <li>Exponents have nine digits at most; a time has 40 characters at most, and a moment that
 *       milliseconds of 64 bits can hold; attribute values nest 128 deep.
 *   <li>Numbers in attributes are what BigDecimal takes. Base64 may lack its padding.
 *   <li>A type whose value is null counts as absent. An attribute value without a member is an
 *       empty map.
 * </ul>
 */
final class ReferenceReader {

    private static final int DEEPEST = 128;
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(Long.MAX_VALUE / 1000);
    private static final String JSON_NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?";
    private static final Pattern NUMBER = Pattern.compile(JSON_NUMBER);
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");
    private static final Pattern BASE64 =
            Pattern.compile(
                    "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==)?|[A-Za-z0-9+/]{3}=?)?",
                    Pattern.DOTALL);
    private static final String BASE64_DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** The text isn't what it should be. */
    static final class Rejected extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Rejected() {
            super(null, null, false, false);
        }
    }

    private final byte[] bytes;
    private int at;

    private ReferenceReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads a page, as {@link Dump} writes it. */
    static String page(byte[] body) {
        try {
            return new ReferenceReader(body).readPage();
        } catch (Rejected e) {
            return Dump.REJECTED;
        }
    }

    /** Reads a record without a page. */
    static String record(byte[] json) {
        try {
            ReferenceReader reader = new ReferenceReader(json);
            Dump.Fields record = reader.readRecord();
            reader.end();
            return record.toString();
        } catch (Rejected e) {
            return Dump.REJECTED;
        }
    }

    private String readPage() {
        List<Dump.Fields> records = new ArrayList<>();
        String[] next = new String[1];
        members(
                name -> {
                    if (name.equals("Records")) {
                        records.clear();
                        if (!isNull()) {
                            elements(() -> records.add(readRecord()));
                        }
                    } else if (name.equals("NextShardIterator")) {
                        next[0] = textOrNull();
                    } else {
                        skip();
                    }
                });
        end();
        return Dump.page(records, next[0]);
    }

    private Dump.Fields readRecord() {
        Dump.Fields record = new Dump.Fields();
        String[] all = {
            "eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "userIdentity"
        };
        for (String field : all) {
            record.set(field, null);
        }
        clearChange(record);
        members(name -> readField(name, record));
        return record;
    }

    private static void clearChange(Dump.Fields record) {
        for (String field : List.of("time", "keys", "new", "old", "seq", "size", "view")) {
            record.set(field, null);
        }
    }

    private void readField(String name, Dump.Fields record) {
        switch (name) {
            case "eventID":
            case "eventName":
            case "eventVersion":
            case "eventSource":
            case "awsRegion":
                record.set(name, textOrNull());
                break;
            case "userIdentity":
                record.set(name, isNull() ? null : readIdentity());
                break;
            case "dynamodb":
                clearChange(record);
                if (!isNull()) {
                    members(field -> readChangeField(field, record));
                }
                break;
            default:
                skip();
        }
    }

    private String readIdentity() {
        String[] identity = new String[2];
        members(
                name -> {
                    if (name.equalsIgnoreCase("type") && name.endsWith("ype")) {
                        identity[0] = textOrNull();
                    } else if (name.equals("PrincipalId") || name.equals("principalId")) {
                        identity[1] = textOrNull();
                    } else {
                        skip();
                    }
                });
        return Dump.identity(identity[0], identity[1]);
    }

    private void readChangeField(String name, Dump.Fields record) {
        switch (name) {
            case "ApproximateCreationDateTime":
                record.set("time", isNull() ? null : readTime());
                break;
            case "Keys":
                record.set("keys", readImage());
                break;
            case "NewImage":
                record.set("new", readImage());
                break;
            case "OldImage":
                record.set("old", readImage());
                break;
            case "SequenceNumber":
                record.set("seq", isNull() ? null : matching(text(), "[0-9]+"));
                break;
            case "SizeBytes":
                record.set("size", isNull() ? null : readLong());
                break;
            case "StreamViewType":
                record.set("view", textOrNull());
                break;
            default:
                skip();
        }
    }

    private Long readLong() {
        return readLong(number());
    }

    static Long readLong(String number) {
        BigInteger value = new BigInteger(matching(number, "-?[0-9]+"));
        require(value.bitLength() < 64);
        return value.longValue();
    }

    private Instant readTime() {
        return next() == '"' ? isoTime(text()) : secondsSince1970(number());
    }

    static Instant isoTime(String text) {
        try {
            boolean local = text.matches("[^T]+T[0-9:.]+");
            Instant time = OffsetDateTime.parse(local ? text + "Z" : text).toInstant();
            require(!time.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE)));
            require(!time.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE)));
            return time;
        } catch (DateTimeException e) {
            throw new Rejected();
        }
    }

    static Instant secondsSince1970(String text) {
        require(text.length() <= 40);
        BigDecimal seconds = new BigDecimal(text);
        require(Math.abs((long) seconds.scale()) <= 40);
        require(seconds.abs().compareTo(MOST_SECONDS) <= 0);
        BigDecimal nanos = seconds.movePointRight(9).setScale(0, RoundingMode.FLOOR);
        BigInteger[] parts =
                nanos.toBigInteger().divideAndRemainder(BigInteger.valueOf(1_000_000_000));
        long endOf9999 = 253_402_300_799L;
        if (seconds.compareTo(BigDecimal.valueOf(endOf9999).add(BigDecimal.ONE)) >= 0) {
            require(parts[0].longValue() <= endOf9999 * 1000);
            return Instant.ofEpochMilli(parts[0].longValue());
        }
        return Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue());
    }

    /** Finds the image's end, and only then reads it. */
    private String readImage() {
        if (isNull()) {
            return null;
        }
        require(next() == '{');
        int from = at;
        skip();
        byte[] image = java.util.Arrays.copyOfRange(bytes, from, at);
        try {
            ReferenceReader reader = new ReferenceReader(image);
            Map<String, AttributeValue> item = reader.readItem(1);
            reader.end();
            return Dump.item(item);
        } catch (Rejected e) {
            return Dump.REJECTED;
        }
    }

    private Map<String, AttributeValue> readItem(int depth) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        object(() -> item.put(wellFormedName(), readValue(depth)));
        return item;
    }

    private AttributeValue readValue(int depth) {
        require(depth <= DEEPEST);
        AttributeValue[] value = new AttributeValue[1];
        int[] members = new int[1];
        object(
                () -> {
                    members[0]++;
                    AttributeType type = type(wellFormedName());
                    if (!isNull()) {
                        require(value[0] == null || value[0].type() == type);
                        value[0] = readTyped(type, depth);
                    }
                });
        require(value[0] != null || members[0] == 0);
        return members[0] == 0 ? AttributeValue.ofM(Map.of()) : value[0];
    }

    static AttributeType type(String name) {
        for (AttributeType type : AttributeType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new Rejected();
    }

    private AttributeValue readTyped(AttributeType type, int depth) {
        switch (type) {
            case S:
                return AttributeValue.ofS(text());
            case N:
                return AttributeValue.ofN(decimal());
            case B:
                return AttributeValue.ofB(base64());
            case SS:
                return AttributeValue.ofSs(list(this::text));
            case NS:
                return AttributeValue.ofNs(list(this::decimal));
            case BS:
                return AttributeValue.ofBs(list(this::base64));
            case M:
                return AttributeValue.ofM(readItem(depth + 1));
            case L:
                return AttributeValue.ofL(list(() -> readValue(depth + 1)));
            case BOOL:
                return AttributeValue.ofBool(bool());
            default:
                bool();
                return AttributeValue.ofNull();
        }
    }

    private String decimal() {
        return decimal(text());
    }

    static String decimal(String text) {
        require(DECIMAL.matcher(text).matches());
        return text;
    }

    private byte[] base64() {
        return base64(text());
    }

    static byte[] base64(String text) {
        require(BASE64.matcher(text).matches());
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        int bits = 0;
        int collected = 0;
        for (char digit : text.replace("=", "").toCharArray()) {
            bits = bits << 6 | BASE64_DIGITS.indexOf(digit);
            collected += 6;
            if (collected >= 8) {
                collected -= 8;
                decoded.write(bits >> collected);
            }
        }
        return decoded.toByteArray();
    }

    private <T> List<T> list(java.util.function.Supplier<T> element) {
        List<T> list = new ArrayList<>();
        elements(() -> list.add(element.get()));
        return list;
    }

    // ---- JSON

    private void members(Consumer<String> member) {
        object(() -> member.accept(name()));
    }

    private void object(Runnable member) {
        sequence('{', '}', member);
    }

    private void elements(Runnable element) {
        sequence('[', ']', element);
    }

    private void sequence(char open, char close, Runnable part) {
        take(open);
        if (next() == close) {
            at++;
            return;
        }
        do {
            part.run();
        } while (takeOneOf(',', close) == ',');
    }

    /** A name that may hold any bytes where it has no escape, a character a byte. */
    private String name() {
        int from = at;
        require(next() == '"');
        boolean escaped = false;
        int end = at + 1;
        while (end < bytes.length && bytes[end] != '"') {
            escaped |= bytes[end] == '\\';
            require(bytes[end] < 0 || bytes[end] >= ' ');
            end += bytes[end] == '\\' ? 2 : 1;
        }
        require(end < bytes.length);
        String name = new String(bytes, at + 1, end - at - 1, StandardCharsets.ISO_8859_1);
        if (escaped) {
            at = from;
            name = text();
        } else {
            at = end + 1;
        }
        take(':');
        return name;
    }

    private String wellFormedName() {
        String name = text();
        take(':');
        return name;
    }

    private String textOrNull() {
        return isNull() ? null : text();
    }

    private String text() {
        take('"');
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        while (true) {
            int b = byteAt(at++);
            require(b < 0 || b >= ' ');
            if (b == '"') {
                text.append(utf8(run));
                return text.toString();
            } else if (b == '\\') {
                text.append(utf8(run)).append(escape());
                run.reset();
            } else {
                run.write(b);
            }
        }
    }

    private static String utf8(ByteArrayOutputStream run) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(run.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Rejected();
        }
    }

    private char escape() {
        int b = byteAt(at++);
        int known = "\"\\/bfnrt".indexOf(b);
        if (b == 'u') {
            String digits =
                    new String(
                            bytes,
                            at,
                            Math.min(4, bytes.length - at),
                            java.nio.charset.StandardCharsets.ISO_8859_1);
            at += 4;
            return (char) Integer.parseInt(matching(digits, "[0-9a-fA-F]{4}"), 16);
        }
        require(b > 0 && known >= 0);
        return "\"\\/\b\f\n\r\t".charAt(known);
    }

    private String number() {
        next();
        int from = at;
        while (at < bytes.length && "0123456789+-.eE".indexOf(bytes[at]) >= 0) {
            at++;
        }
        String text = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
        require(NUMBER.matcher(text).matches());
        return text;
    }

    private boolean isNull() {
        if (next() != 'n') {
            return false;
        }
        word("null");
        return true;
    }

    private boolean bool() {
        boolean value = next() == 't';
        word(value ? "true" : "false");
        return value;
    }

    private void word(String word) {
        for (char c : word.toCharArray()) {
            require(byteAt(at++) == c);
        }
    }

    private void skip() {
        switch (next()) {
            case '{':
                skipBalanced('}');
                break;
            case '[':
                skipBalanced(']');
                break;
            case '"':
                skipString();
                break;
            case 'n':
                word("null");
                break;
            case 't':
            case 'f':
                bool();
                break;
            default:
                number();
        }
    }

    private void skipBalanced(char close) {
        int open = 0;
        do {
            int b = byteAt(at);
            if (b == '"') {
                skipString();
                continue;
            }
            at++;
            open += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
        } while (open > 0);
        require(bytes[at - 1] == close);
    }

    private void skipString() {
        at++;
        while (byteAt(at) != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private void take(char wanted) {
        require(next() == wanted);
        at++;
    }

    private int takeOneOf(char one, char other) {
        int b = next();
        require(b == one || b == other);
        at++;
        return b;
    }

    private int next() {
        while (at < bytes.length && " \t\r\n".indexOf(bytes[at]) >= 0) {
            at++;
        }
        return byteAt(at);
    }

    private void end() {
        while (at < bytes.length) {
            require(" \t\r\n".indexOf(bytes[at++]) >= 0);
        }
    }

    private int byteAt(int position) {
        require(position < bytes.length);
        return bytes[position];
    }

    static String matching(String text, String pattern) {
        require(text.matches(pattern));
        return text;
    }

    static void require(boolean condition) {
        if (!condition) {
            throw new Rejected();
        }
    }
}
