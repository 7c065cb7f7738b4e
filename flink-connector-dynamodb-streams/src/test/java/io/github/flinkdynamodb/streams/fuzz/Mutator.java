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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes bytes in the ways that make a reader stumble. */
public final class Mutator {

    private static final int MOST_CHANGES = 4;

    private static final byte[] STRUCTURE =
            "\"\"\"\\{}[]:,{}[]:,ntf-+.eE0159 \n\t".getBytes(StandardCharsets.US_ASCII);

    /** What readers are known to stumble over, in JSON. */
    private static final List<byte[]> JSON_TOKENS =
            List.of(
                    text("null"),
                    text("true"),
                    text("{}"),
                    text("[]"),
                    text("\"\""),
                    text("\\"),
                    text("\\u"),
                    text("\\ud83d"),
                    text("\\ude00"),
                    text("\\u0000"),
                    text("\\uD83D\\uDE00"),
                    text("\\/\\b\\f\\n\\r\\t\\\"\\\\"),
                    text("\"a\":1,"),
                    text("\"S\":\"x\","),
                    text("\"N\":\"1\","),
                    text("\"NULL\":true,"),
                    text("\"Records\":[],"),
                    text("\"Keys\":null,"),
                    text("\"dynamodb\":{},"),
                    text(",\"dynamodb\":{}"),
                    text(",\"dynamodb\":null"),
                    text(",\"Records\":null"),
                    text(",\"Keys\":{}"),
                    text(",\"S\":null"),
                    text(",\"type\":\"t\""),
                    text(",\"NextShardIterator\":null"),
                    text("\"NextShardIterator\":\"i\","),
                    text("\"SequenceNumber\":\"1\","),
                    text("1e999999999"),
                    text("-0"),
                    text("1E-400"),
                    text("9223372036854775808"),
                    text("0x10"),
                    text("NaN"),
                    text("+1"),
                    text(".5"),
                    text("5."),
                    text("=="),
                    text("A==="),
                    text("/*"),
                    text("//"),
                    new byte[] {(byte) 0xC0, (byte) 0x80},
                    new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                    new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                    new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
                    new byte[] {(byte) 0xFF},
                    new byte[] {0},
                    new byte[] {0x7F});

    /** Numbers of 7 bits a byte and of 4 bytes, the absurd ones among them. */
    private static final List<byte[]> LENGTHS =
            List.of(
                    new byte[] {0},
                    new byte[] {(byte) 0x7F},
                    new byte[] {(byte) 0x80, 0},
                    new byte[] {(byte) 0xFF, 0x7F},
                    bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x07),
                    bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x0F),
                    bytes(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01),
                    bytes(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F),
                    bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80),
                    bytes(0x7F, 0xFF, 0xFF, 0xFF),
                    bytes(0x7F, 0xFF, 0xFF, 0xF7),
                    bytes(0x80, 0x00, 0x00, 0x00),
                    bytes(0xFF, 0xFF, 0xFF, 0xFF));

    private final Random random;
    private final List<byte[]> tokens;

    private Mutator(Random random, List<byte[]> tokens) {
        this.random = random;
        this.tokens = tokens;
    }

    /** Knows the tokens of JSON. */
    public static Mutator ofJson(Random random) {
        return new Mutator(random, JSON_TOKENS);
    }

    /** Knows the numbers of binary formats. */
    static Mutator ofBinary(Random random) {
        return new Mutator(random, LENGTHS);
    }

    /** Applies some changes, or now and then none. */
    public byte[] mutate(byte[] bytes) {
        byte[] mutated = bytes;
        for (int i = random.nextInt(MOST_CHANGES + 1); i > 0; i--) {
            mutated = once(mutated);
        }
        return mutated;
    }

    private byte[] once(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + 1 + length());
        switch (random.nextInt(10)) {
            case 0:
                return Arrays.copyOf(bytes, at);
            case 1:
                return splice(bytes, at, end, new byte[0]);
            case 2:
                return insert(bytes, at, oneOf(tokens));
            case 3:
                return splice(bytes, at, end, oneOf(tokens));
            case 4:
                return splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 5:
                return splice(bytes, at, at, Arrays.copyOfRange(bytes, other(bytes), bytes.length));
            case 6:
                return swap(bytes, at);
            case 7:
                return flip(bytes, at);
            case 8:
                return splice(bytes, at, Math.min(at + 1, bytes.length), structure());
            default:
                return splice(bytes, at, at, new byte[] {(byte) random.nextInt()});
        }
    }

    /** A token that is a member, or the end of one, where a member may stand. */
    private byte[] insert(byte[] bytes, int near, byte[] token) {
        int at = near;
        if (token.length > 0 && token[token.length - 1] == ',') {
            while (at > 0 && bytes[at - 1] != '{' && bytes[at - 1] != ',') {
                at--;
            }
        } else if (token.length > 0 && token[0] == ',') {
            while (at < bytes.length && bytes[at] != '}') {
                at++;
            }
        }
        return splice(bytes, at, at, token);
    }

    /** Mostly short. */
    private int length() {
        return random.nextInt(random.nextInt(4) == 0 ? 64 : 6);
    }

    private int other(byte[] bytes) {
        return Math.max(0, bytes.length - 1 - random.nextInt(40));
    }

    private byte[] structure() {
        return new byte[] {STRUCTURE[random.nextInt(STRUCTURE.length)]};
    }

    private byte[] flip(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        if (at < flipped.length) {
            flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] swap(byte[] bytes, int at) {
        byte[] swapped = bytes.clone();
        if (at < swapped.length) {
            int with = random.nextInt(swapped.length);
            swapped[at] = bytes[with];
            swapped[with] = bytes[at];
        }
        return swapped;
    }

    private byte[] oneOf(List<byte[]> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream(bytes.length + middle.length);
        spliced.write(bytes, 0, from);
        spliced.write(middle, 0, middle.length);
        spliced.write(bytes, to, bytes.length - to);
        return spliced.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
