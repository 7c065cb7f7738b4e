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

import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Serializes changes: the ARN of what was read and the shard id, either of which may be null,
 * before the JSON text. An item of a snapshot comes back with its text and images decoded from it.
 */
final class ChangeRecordSerializer extends JsonBytesSerializer<ChangeRecord> {

    static final ChangeRecordSerializer INSTANCE = new ChangeRecordSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public ChangeRecord createInstance() {
        return ChangeRecordJson.decode(new byte[] {'{', '}'}, null, null);
    }

    @Override
    public void serialize(ChangeRecord record, DataOutputView target) throws IOException {
        StringValue.writeString(record.sourceArn(), target);
        StringValue.writeString(record.shardId(), target);
        writeJson(record.json(), target);
    }

    @Override
    public ChangeRecord deserialize(DataInputView source) throws IOException {
        String sourceArn = readText(source);
        String shardId = readText(source);
        return decode(readJson(source), sourceArn, shardId);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        StringValue.copyString(source, target);
        StringValue.copyString(source, target);
        copyJson(source, target);
    }

    @Override
    public TypeSerializerSnapshot<ChangeRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint holds about how changes were serialized. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ChangeRecord> {
        /** Called by Flink when it writes and reads savepoints. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
