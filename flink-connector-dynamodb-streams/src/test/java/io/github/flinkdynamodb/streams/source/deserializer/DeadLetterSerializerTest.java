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
package io.github.flinkdynamodb.streams.source.deserializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.codec.record.RecordsPage;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;
import org.junit.jupiter.api.Test;

@OnEachFlink
class DeadLetterSerializerTest extends SerializerTestBase<DeadLetter> {

    DeadLetterSerializerTest() {
        super(
                new DeeplyEqualsChecker()
                        .withCustomCheck(
                                (a, b) -> a instanceof DeadLetter && b instanceof DeadLetter,
                                (a, b, checker) -> same((DeadLetter) a, (DeadLetter) b)));
    }

    private static boolean same(DeadLetter a, DeadLetter b) {
        return a.origin() == b.origin()
                && a.record().utf8().equals(b.record().utf8())
                && a.toString().equals(b.toString())
                && Objects.equals(a.streamArn(), b.streamArn())
                && Objects.equals(a.tableName(), b.tableName())
                && Objects.equals(a.shardId(), b.shardId())
                && Objects.equals(a.sequenceNumber(), b.sequenceNumber())
                && Objects.equals(a.eventName(), b.eventName())
                && Objects.equals(a.approximateCreationTime(), b.approximateCreationTime())
                && Objects.equals(a.file(), b.file())
                && a.line() == b.line();
    }

    @Override
    protected TypeSerializer<DeadLetter> createSerializer() {
        return DeadLetterSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<DeadLetter> getTypeClass() {
        return DeadLetter.class;
    }

    @Override
    protected DeadLetter[] getTestData() {
        return new DeadLetter[] {ofStream(), ofExport(), empty()};
    }

    private static ByteSlice bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ByteSlice(bytes, 0, bytes.length);
    }

    private static DeadLetter ofStream() {
        byte[] page =
                ("{\"Records\":[{\"eventName\":\"INSERT\",\"dynamodb\":{\"SequenceNumber\":\"012\","
                                + "\"ApproximateCreationDateTime\":1700.25}}]}")
                        .getBytes(StandardCharsets.UTF_8);
        String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026";
        ChangeRecord record = RecordsPage.decode(page, arn, "shard").records().get(0);
        return new DeadLetterBuilder(DeadLetter.Origin.STREAM)
                .record(record.json())
                .fieldsOf(record)
                .location("somewhere")
                .cause(new IllegalStateException("\ud83d\ude00"))
                .build();
    }

    private static DeadLetter ofExport() {
        return new DeadLetterBuilder(DeadLetter.Origin.EXPORT)
                .record(bytes("{\"Item\":7}"))
                .location("line")
                .line("data/a.json.gz", Long.MAX_VALUE)
                .cause(new IllegalStateException())
                .build();
    }

    private static DeadLetter empty() {
        return DeadLetterSerializer.INSTANCE.createInstance();
    }

    @Test
    void aDeadLetterHasBytesOfItsOwnAndWhatTheRecordSaysOfItsPlace() {
        DeadLetter letter = ofStream();

        assertThat(letter.record().bytes()).hasSize(letter.record().length());
        assertThat(letter.tableName()).isEqualTo("Orders");
        assertThat(letter.sequenceNumber().digits()).isEqualTo("012");
        assertThat(letter.eventName()).isEqualTo("INSERT");
        assertThat(letter.approximateCreationTime()).hasToString("1970-01-01T00:28:20.250Z");
        assertThat(letter.cause()).isEqualTo("java.lang.IllegalStateException: \ud83d\ude00");
        assertThat(letter).hasToString("somewhere: " + letter.cause());
    }

    @Test
    void aLongCauseIsCut() {
        DeadLetter letter =
                new DeadLetterBuilder(DeadLetter.Origin.SCAN)
                        .record(bytes("{}"))
                        .location("")
                        .cause(new IOException("x".repeat(10_000)))
                        .build();

        assertThat(letter.cause()).startsWith("java.io.IOException: xxx").hasSize(4096);
    }

    /** State of this version has to be read by later ones. */
    @Test
    void theBytesAreThoseOfVersion1() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);

        DeadLetterSerializer.INSTANCE.serialize(
                new DeadLetterBuilder(DeadLetter.Origin.EXPORT)
                        .record(bytes("{}"))
                        .location("L")
                        .line("f", 5)
                        .cause(
                                new IOException() {
                                    private static final long serialVersionUID = 1L;

                                    @Override
                                    public String toString() {
                                        return "C";
                                    }
                                })
                        .build(),
                out);

        assertThat(out.getCopyOfBuffer())
                .containsExactly(
                        1, 2, 2, 'C', 2, 'L', 0, 0, 0, 0, 0, 2, 'f', 0, 0, 0, 0, 0, 0, 0, 5, 0, 0,
                        0, 0, 2, '{', '}');
    }

    @Test
    void damagedBytesAreReportedAsSuch() {
        assertDamaged("the version of a dead letter is 7", 7);
        assertDamaged("the origin of a dead letter is 3", 1, 3);
        assertDamaged("has no cause", 1, 0, 0);
        assertDamaged("digits", 1, 0, 1, 1, 0, 0, 0, 2, 'x');
    }

    private static void assertDamaged(String problem, int... start) {
        byte[] bytes = new byte[64];
        for (int i = 0; i < start.length; i++) {
            bytes[i] = (byte) start[i];
        }
        assertThatThrownBy(
                        () ->
                                DeadLetterSerializer.INSTANCE.deserialize(
                                        new DataInputDeserializer(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the serialized record is damaged: ")
                .hasMessageContaining(problem);
    }
}
