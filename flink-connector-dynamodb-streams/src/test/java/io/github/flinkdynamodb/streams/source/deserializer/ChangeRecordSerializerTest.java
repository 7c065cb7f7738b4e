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
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.record.RecordsPage;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ScannedRecords;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;
import org.junit.jupiter.api.Test;

@OnEachFlink
class ChangeRecordSerializerTest extends SerializerTestBase<ChangeRecord> {

    ChangeRecordSerializerTest() {
        super(
                new DeeplyEqualsChecker()
                        .withCustomCheck(
                                (a, b) -> a instanceof ChangeRecord && b instanceof ChangeRecord,
                                (a, b, checker) -> same((ChangeRecord) a, (ChangeRecord) b)));
    }

    private static boolean same(ChangeRecord a, ChangeRecord b) {
        return Objects.equals(a.streamArn(), b.streamArn())
                && Objects.equals(a.tableName(), b.tableName())
                && Objects.equals(a.keys(), b.keys())
                && a.isSnapshot() == b.isSnapshot()
                && Objects.equals(a.shardId(), b.shardId())
                && Objects.equals(a.eventId(), b.eventId())
                && Objects.equals(a.sequenceNumber(), b.sequenceNumber())
                && Objects.equals(a.newImage(), b.newImage())
                && a.json().utf8().equals(b.json().utf8());
    }

    @Override
    protected TypeSerializer<ChangeRecord> createSerializer() {
        return ChangeRecordSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<ChangeRecord> getTypeClass() {
        return ChangeRecord.class;
    }

    @Override
    protected ChangeRecord[] getTestData() {
        byte[] page =
                ("{\"Records\":[{\"eventID\":\"e\",\"dynamodb\":{\"SequenceNumber\":\"01\","
                                + "\"NewImage\":{\"\u00e9\":{\"S\":\"\ud83d\ude00\"}}}}, {}]}")
                        .getBytes(StandardCharsets.UTF_8);
        List<ChangeRecord> records = RecordsPage.decode(page, "arn", "shard").records();
        byte[] alone = "{\"eventID\":\"other\"}".getBytes(StandardCharsets.UTF_8);
        return new ChangeRecord[] {
            records.get(0), records.get(1), ChangeRecordJson.decode(alone, null, null), scanned()
        };
    }

    private static ChangeRecord scanned() {
        byte[] page =
                "{\"Items\":[{\"s\":{\"S\":\"a\"},\"id\":{\"N\":\"1\"}}]}"
                        .getBytes(StandardCharsets.UTF_8);
        String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";
        return new ScannedRecords(arn, new ItemKeys(List.of("id")))
                .of(new ScanReader(page, ItemReader.skipping()).next(), Instant.EPOCH);
    }

    /** The first text is the ARN of the table, where that of a stream would be. */
    @Test
    void anItemOfASnapshotStaysOne() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        ChangeRecordSerializer.INSTANCE.serialize(scanned(), out);

        ChangeRecord read =
                ChangeRecordSerializer.INSTANCE.deserialize(
                        new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(read.isSnapshot()).isTrue();
        assertThat(read.tableName()).isEqualTo("Orders");
        assertThat(read.streamArn()).isNull();
        assertThat(read.keys().get("id").n()).isEqualTo("1");
        assertThat(read.newImage().get("s").s()).isEqualTo("a");
    }

    @Test
    void bytesAreTwoTextsALengthAndTheJson() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);

        ChangeRecordSerializer.INSTANCE.serialize(
                ChangeRecordJson.decode(new byte[] {'{', '}'}, "a", null), out);

        assertThat(out.getCopyOfBuffer()).containsExactly(2, 'a', 0, 0, 0, 0, 2, '{', '}');
    }

    @Test
    void damagedBytesAreReportedAsSuch() {
        DataInputDeserializer json =
                new DataInputDeserializer(new byte[] {0, 0, 0, 0, 0, 2, '{', '['});
        DataInputDeserializer length = new DataInputDeserializer(new byte[] {0, 0, -1, 0, 0, 0});

        assertThatThrownBy(() -> ChangeRecordSerializer.INSTANCE.deserialize(json))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the serialized record is damaged: expected a member's")
                .hasNoCause();
        assertThatThrownBy(() -> ChangeRecordSerializer.INSTANCE.deserialize(length))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "the serialized record is damaged: its length is -16777216; if it is from a"
                                + " checkpoint");
    }
}
