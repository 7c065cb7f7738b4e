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
package io.github.flinkdynamodb.streams.codec.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damages bytes in the ways that make a parser stumble. */
final class Damage {

    private static final byte[] TELLING =
            "\"\\{}[]:,nulltruefalse-+.eE0123456789 \n\u0000\u001fSNBML"
                    .getBytes(StandardCharsets.US_ASCII);

    private Damage() {}

    /** Applies one change at a random place. */
    static byte[] one(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
        switch (random.nextInt(5)) {
            case 0:
                return Arrays.copyOf(bytes, at);
            case 1:
                return splice(bytes, at, at + length, new byte[0]);
            case 2:
                return splice(bytes, at, at, new byte[] {telling(random)});
            case 3:
                return splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
            default:
                byte[] other = {random.nextBoolean() ? telling(random) : (byte) random.nextInt()};
                return splice(bytes, at, Math.min(at + 1, bytes.length), other);
        }
    }

    private static byte telling(Random random) {
        return TELLING[random.nextInt(TELLING.length)];
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
        byte[] spliced = Arrays.copyOf(bytes, bytes.length - (to - from) + middle.length);
        System.arraycopy(middle, 0, spliced, from, middle.length);
        System.arraycopy(bytes, to, spliced, from + middle.length, bytes.length - to);
        return spliced;
    }
}
