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

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Serializes the AWS SDK's records. One without {@code dynamodb()} comes back with an empty one.
 */
final class SdkRecordSerializer extends JsonBytesSerializer<Record> {

    static final SdkRecordSerializer INSTANCE = new SdkRecordSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public Record createInstance() {
        return Record.builder().build();
    }

    @Override
    public void serialize(Record record, DataOutputView target) throws IOException {
        byte[] json = SdkRecordJson.toBytes(record);
        writeJson(new ByteSlice(json, 0, json.length), target);
    }

    @Override
    public Record deserialize(DataInputView source) throws IOException {
        try {
            return SdkRecords.toSdk(decode(readJson(source), null, null));
        } catch (DecodeException e) {
            throw damaged("in an image, " + e.getMessage());
        }
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        copyJson(source, target);
    }

    @Override
    public TypeSerializerSnapshot<Record> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint holds about how records were serialized. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Record> {
        /** Called by Flink when it writes and reads savepoints. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
