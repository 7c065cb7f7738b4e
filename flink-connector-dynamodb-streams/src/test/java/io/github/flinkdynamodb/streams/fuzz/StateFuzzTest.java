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

import io.github.flinkdynamodb.streams.codec.record.RecordsPage;
import io.github.flinkdynamodb.streams.codec.record.WirePage;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.ChangeRecordDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.SdkRecordDeserializationSchema;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/**
 * Damaged state is rejected, with what it is, where it is damaged and what to do; or it is a state
 * that would be written with these very bytes. It never takes more memory than its size explains.
 */
class StateFuzzTest {

    private static final String PLACE = "(?s)Can't read .*: at byte \\d+ of \\d+, .*";
    private static final String REMEDY = "start from another checkpoint or savepoint";

    /** Serializing a record reads its text once more. */
    private static final long BYTES_A_BYTE = 100;

    private static final long BYTES_AT_LEAST = 64 << 10;

    @Test
    void splits() {
        DynamoDbStreamsSplitSerializer serializer = new DynamoDbStreamsSplitSerializer();

        Fuzz.Outcome outcome =
                Fuzz.run(
                        "splits",
                        200_000,
                        seed -> {
                            Random random = new Random(seed);
                            byte[] bytes = serializer.serialize(new RandomStates(random).split());
                            return isRead(serializer, serializer.getVersion(), bytes, random);
                        });

        outcome.sawBoth();
    }

    @Test
    void enumeratorStates() {
        EnumeratorStateSerializer serializer = new EnumeratorStateSerializer();

        Fuzz.Outcome outcome =
                Fuzz.run(
                        "enumerator states",
                        60_000,
                        seed -> {
                            Random random = new Random(seed);
                            byte[] bytes = serializer.serialize(new RandomStates(random).state());
                            return isRead(serializer, serializer.getVersion(), bytes, random);
                        });

        outcome.sawBoth();
    }

    @Test
    void versionsThatAreNotThereAreNamedWithTheRemedy() {
        Fuzz.Outcome outcome =
                Fuzz.run(
                        "versions",
                        1_000,
                        seed -> {
                            Random random = new Random(seed);
                            int version =
                                    random.nextBoolean() ? random.nextInt() : random.nextInt(9) - 3;
                            if (version == 1) {
                                return true;
                            }
                            rejectsVersion(new DynamoDbStreamsSplitSerializer(), version);
                            rejectsVersion(new EnumeratorStateSerializer(), version);
                            return false;
                        });

        assertThat(outcome.rejected).isPositive();
    }

    private static void rejectsVersion(SimpleVersionedSerializer<?> serializer, int version) {
        try {
            serializer.deserialize(version, new byte[64]);
            throw new AssertionError("version " + version + " was read");
        } catch (IOException e) {
            assertThat(e)
                    .hasMessageContaining("of version " + version + ": ")
                    .hasMessageContaining("this release of the connector supports version")
                    .hasMessageContaining("Use the release that wrote it");
        }
    }

    private static <T> boolean isRead(
            SimpleVersionedSerializer<T> serializer, int version, byte[] bytes, Random random)
            throws Exception {
        byte[] damaged = Mutator.ofBinary(random).mutate(bytes);
        try {
            T read =
                    Fuzz.allocatingAtMost(
                            allowed(damaged),
                            damaged,
                            () -> serializer.deserialize(version, damaged));
            assertThat(serializer.serialize(read)).isEqualTo(damaged);
            return true;
        } catch (IOException e) {
            if (!e.getMessage().matches(PLACE) || !e.getMessage().contains(REMEDY)) {
                throw new AssertionError("a message without place or remedy: " + e.getMessage(), e);
            }
            return false;
        }
    }

    private static long allowed(byte[] bytes) {
        return BYTES_AT_LEAST + BYTES_A_BYTE * bytes.length;
    }

    @Test
    void changeRecords() {
        TypeSerializer<ChangeRecord> serializer =
                new ChangeRecordDeserializationSchema()
                        .getProducedType()
                        .createSerializer(new SerializerConfigImpl());

        Fuzz.Outcome outcome =
                Fuzz.run(
                        "serialized change records",
                        10_000,
                        seed -> {
                            Random random = new Random(seed);
                            List<ChangeRecord> records = records(random);
                            DataOutputSerializer out = new DataOutputSerializer(256);
                            serializer.serialize(records.get(0), out);
                            return isRead(serializer, out.getCopyOfBuffer(), random);
                        });

        outcome.sawBoth();
    }

    @Test
    void recordsOfTheSdk() {
        TypeSerializer<software.amazon.awssdk.services.dynamodb.model.Record> serializer =
                new SdkRecordDeserializationSchema()
                        .getProducedType()
                        .createSerializer(new SerializerConfigImpl());

        Fuzz.Outcome outcome =
                Fuzz.run(
                        "serialized records of the SDK",
                        10_000,
                        seed -> {
                            Random random = new Random(seed);
                            byte[] json = ChangeRecordJson.toBytes(records(random).get(0));
                            DataOutputSerializer out = new DataOutputSerializer(256);
                            out.writeInt(json.length);
                            out.write(json);
                            return isRead(serializer, out.getCopyOfBuffer(), random);
                        });

        outcome.sawBoth();
    }

    private static List<ChangeRecord> records(Random random) {
        List<ChangeRecord> records = List.of();
        while (records.isEmpty()) {
            byte[] page = new WirePage(random).body();
            records = RecordsPage.decode(page, "arn", "shardId-1").records();
        }
        return records;
    }

    private static <T> boolean isRead(TypeSerializer<T> serializer, byte[] bytes, Random random)
            throws Exception {
        byte[] damaged = Mutator.ofBinary(random).mutate(bytes);
        try {
            // A length may be absurd: the first piece of a text is a megabyte.
            T read =
                    Fuzz.allocatingAtMost(
                            (3 << 20) + 500L * damaged.length,
                            damaged,
                            () -> serializer.deserialize(new DataInputDeserializer(damaged)));
            T again = again(serializer, read);
            assertThat(bytes(serializer, again)).isEqualTo(bytes(serializer, read));
            if (read instanceof software.amazon.awssdk.services.dynamodb.model.Record) {
                assertThat(again).isEqualTo(read);
            }
            return true;
        } catch (EOFException e) {
            return false;
        } catch (IOException e) {
            assertThat(e)
                    .hasMessageStartingWith("the serialized record is damaged: ")
                    .hasMessageContaining("start from another one");
            return false;
        }
    }

    private static <T> T again(TypeSerializer<T> serializer, T value) throws IOException {
        return serializer.deserialize(new DataInputDeserializer(bytes(serializer, value)));
    }

    private static <T> byte[] bytes(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(value, out);
        return out.getCopyOfBuffer();
    }

    /**
     * Java reads these, and what it says of damage is its own; they are on their way from one
     * process to another of the same job and never kept. A damaged one is rejected, or it is an
     * event whose parts are there.
     */
    /** Lengths of two gigabytes with nothing behind them. */
    @Test
    void aLengthAloneTakesNoMemory() throws Exception {
        TypeSerializer<ChangeRecord> serializer =
                new ChangeRecordDeserializationSchema()
                        .getProducedType()
                        .createSerializer(new SerializerConfigImpl());
        byte[][] texts = {
            {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7, 'a'},
            {1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7, 'a'},
            {0, 0, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xF7, '{', '}'}
        };

        for (byte[] text : texts) {
            assertThat(
                            Fuzz.allocatingAtMost(
                                    3 << 20,
                                    text,
                                    () -> {
                                        try {
                                            return serializer
                                                    .deserialize(new DataInputDeserializer(text))
                                                    .toString();
                                        } catch (IOException e) {
                                            return "rejected";
                                        }
                                    }))
                    .as(Arrays.toString(text))
                    .isEqualTo("rejected");
        }
    }

    @Test
    void aLongRecordIsReadWhole() throws Exception {
        TypeSerializer<ChangeRecord> serializer =
                new ChangeRecordDeserializationSchema()
                        .getProducedType()
                        .createSerializer(new SerializerConfigImpl());
        String json = "{\"eventID\":\"" + "x".repeat(5 << 20) + "\"}";
        ChangeRecord record =
                ChangeRecordJson.decode(
                        json.getBytes(StandardCharsets.UTF_8),
                        "\u00fc\ud83d\ude00",
                        "s".repeat(300));

        ChangeRecord read = again(serializer, record);

        assertThat(read.eventId()).isEqualTo(record.eventId());
        assertThat(read.streamArn()).isEqualTo("\u00fc\ud83d\ude00");
        assertThat(read.shardId()).isEqualTo("s".repeat(300));
    }
}
