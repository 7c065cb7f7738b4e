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
package io.github.flinkdynamodb.streams.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Hash128Test {

    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

    private final Hash128.Hasher hasher = new Hash128.Hasher();

    /** FIPS 180-4, the examples for SHA-256: the first half of their digests. */
    @Test
    void hashesAreThoseOfSha256CutToHalf() {
        assertThat(hasher.finish()).hasToString("e3b0c44298fc1c149afbf4c8996fb924");
        assertThat(hasher.add(ABC, 0, 3).finish()).hasToString("ba7816bf8f01cfea414140de5dae2223");
    }

    @Test
    void aHasherBeginsWithNothingAgainAfterEachHash() {
        Hash128 first = hasher.add(ABC, 0, 3).finish();

        assertThat(hasher.add(ABC, 0, 3).finish()).isEqualTo(first).hasSameHashCodeAs(first);
    }

    @Test
    void piecesWithoutTheirLengthsRunTogether() {
        Hash128 whole = hasher.add(ABC, 0, 3).finish();

        assertThat(hasher.add(ABC, 0, 1).add((byte) 'b').add(ABC, 2, 1).finish()).isEqualTo(whole);
    }

    @Test
    void piecesWithTheirLengthsDoNot() {
        Hash128 split = hasher.addWhole("ab").addWhole("c").finish();

        assertThat(hasher.addWhole("a").addWhole("bc").finish()).isNotEqualTo(split);
        assertThat(hasher.addWhole("").addWhole("abc").finish()).isNotEqualTo(split);
        assertThat(hasher.addWhole(new byte[] {'a', 'b'}).addWhole("c").finish()).isEqualTo(split);
    }

    @Test
    void lengthsOfTextsAreThoseOfTheirUtf8() {
        Hash128 text = hasher.addWhole("h\u00e9").finish();

        assertThat(hasher.addWhole("h\u00e9".getBytes(StandardCharsets.UTF_8)).finish())
                .isEqualTo(text);
    }

    @Test
    void bothHalvesDecideWhetherHashesAreEqual() {
        Hash128 hash = new Hash128(1, 2);

        assertThat(hash).isEqualTo(new Hash128(1, 2)).isNotEqualTo(new Hash128(1, 3));
        assertThat(hash).isNotEqualTo(new Hash128(0, 2)).isNotEqualTo("1 2");
        assertThat(hash).hasToString("00000000000000010000000000000002");
    }
}
