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
package io.github.flinkdynamodb.streams.source.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

@OnEachFlink
class StateInputTest {

    @Property
    void aCountIsReadAsItWasWritten(@ForAll @IntRange int count) throws IOException {
        StateOutput out = new StateOutput(8);
        out.writeCount(count);

        StateInput in = new StateInput("a test", out.toBytes());

        assertThat(in.readCount("count", Integer.MAX_VALUE)).isEqualTo(count);
        in.requireEnd();
    }

    @Property
    void anInstantIsReadAsItWasWritten(
            @ForAll @LongRange(min = -31557014167219200L, max = 31556889864403199L) long second,
            @ForAll @IntRange(max = 999_999_999) int nanos)
            throws IOException {
        Instant instant = Instant.ofEpochSecond(second, nanos);
        StateOutput out = new StateOutput(16);
        out.writeInstant(instant);

        StateInput in = new StateInput("a test", out.toBytes());

        assertThat(in.readInstant("moment")).isEqualTo(instant);
        in.requireEnd();
    }

    @Test
    void aTextMayBeLongerThan64Kilobytes() throws IOException {
        String text = "x\u00e4\u20ac\ud83d\ude00".repeat(50_000);
        StateOutput out = new StateOutput(16);
        out.writeText(text);

        String read = new StateInput("a test", out.toBytes()).readText("text");

        assertThat(read).isEqualTo(text);
    }

    @Test
    void halfASurrogatePairIsRejectedWhenWritten() {
        StateOutput out = new StateOutput(16);

        assertThatIOException()
                .isThrownBy(() -> out.writeText("a\ud800"))
                .withMessageContaining("can't be written as UTF-8")
                .withCauseInstanceOf(CharacterCodingException.class);
    }

    @Test
    void valuesThatDontFitAreRejectedWhenWritten() {
        StateOutput out = new StateOutput(16);

        assertThatIllegalArgumentException().isThrownBy(() -> out.writeCount(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> out.writeByte(256));
        assertThatIllegalArgumentException().isThrownBy(() -> out.writeByte(-1));
        assertThat(out.toBytes()).isEmpty();
    }

    @Test
    void aLengthBeyondTheEndIsRejectedBeforeAnythingIsAllocated() {
        StateInput in = input(0xFF, 0xFF, 0xFF, 0xFF, 0x07, 'a');

        assertThatIOException()
                .isThrownBy(() -> in.readText("shard id"))
                .withMessageStartingWith(
                        "Can't read a test: at byte 5 of 6, length of shard id: found 2147483647,"
                                + " expected 0 to 1");
    }

    @Test
    void aLengthOneBeyondTheEndIsRejected() {
        StateInput in = input(3, 'a', 'b');

        assertThatIOException()
                .isThrownBy(() -> in.readText("shard id"))
                .withMessageContaining("found 3, expected 0 to 2");
    }

    @Test
    void aNegativeNumberIsRejected() {
        StateInput in = input(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01);

        assertThatIOException()
                .isThrownBy(() -> in.readLength("number of shards"))
                .withMessageContaining("number of shards: found -1");
    }

    @Test
    void aNumberOfMoreThan64BitsIsRejected() {
        StateInput tooLong =
                input(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01);
        StateInput tooLarge = input(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02);

        assertThatIOException()
                .isThrownBy(() -> tooLong.readLength("n"))
                .withMessageContaining("more than 10 bytes");
        assertThatIOException()
                .isThrownBy(() -> tooLarge.readLength("n"))
                .withMessageContaining("not in its shortest form");
    }

    @Test
    void aNumberPaddedWithZerosIsRejected() {
        StateInput in = input(0x81, 0x00);

        assertThatIOException()
                .isThrownBy(() -> in.readLength("n"))
                .withMessageContaining("not in its shortest form");
    }

    @Test
    void bytesThatAreNoUtf8AreRejected() {
        StateInput in = input(2, 0xC3, 0x28);

        assertThatIOException()
                .isThrownBy(() -> in.readText("shard id"))
                .withMessageContaining("shard id: found 2 bytes that are not UTF-8")
                .withNoCause();
    }

    @Test
    void aMomentOutOfRangeIsRejected() throws IOException {
        StateInput tooManyNanos = input(0, 0x80, 0x94, 0xEB, 0xDC, 0x03);
        StateInput tooLate = input(0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0);

        assertThatIOException()
                .isThrownBy(() -> tooManyNanos.readInstant("moment"))
                .withMessageContaining("nanoseconds of moment: found 1000000000");
        assertThatIOException()
                .isThrownBy(() -> tooLate.readInstant("moment"))
                .withMessageContaining("moment: found the epoch second 9223372036854775807")
                .withNoCause();
    }

    @Test
    void anUnknownFlagIsRejected() {
        StateInput in = input(0x21);

        assertThatIOException()
                .isThrownBy(() -> in.readFlags("flags", 0x1F))
                .withMessageContaining("flags: found 0x21, expected 0x1f");
    }

    @Test
    void aFilledReservedBlockIsRejected() {
        StateInput in = input(1, 7);

        assertThatIOException()
                .isThrownBy(() -> in.readEmptyBlock("reserved block"))
                .withMessageContaining("reserved block: found 1 bytes, expected 0");
    }

    private static StateInput input(int... bytes) {
        byte[] serialized = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            serialized[i] = (byte) bytes[i];
        }
        return new StateInput("a test", serialized);
    }
}
