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
package io.github.flinkdynamodb.tools.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The changes between two checkpoints of one subtask, which become visible together.
 *
 * @param id unique; makes a repeated commit harmless
 * @param changes the changes, in order
 */
record Transaction(String id, List<OrderChange> changes) {

    /** Writes transactions into checkpoints. */
    static final class Serializer implements SimpleVersionedSerializer<Transaction> {

        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(Transaction transaction) throws IOException {
            DataOutputSerializer out = new DataOutputSerializer(1024);
            out.writeUTF(transaction.id());
            out.writeInt(transaction.changes().size());
            for (OrderChange change : transaction.changes()) {
                out.writeUTF(change.orderId());
                out.writeLong(change.version());
                out.writeUTF(change.type());
                out.writeUTF(change.newImage());
                out.writeUTF(change.oldImage());
                out.writeUTF(change.summary());
                out.writeLong(change.count());
            }
            return out.getCopyOfBuffer();
        }

        @Override
        public Transaction deserialize(int version, byte[] bytes) throws IOException {
            if (version != VERSION) {
                throw new IOException("transaction of version " + version + ", not " + VERSION);
            }
            DataInputDeserializer in = new DataInputDeserializer(bytes);
            String id = in.readUTF();
            int size = in.readInt();
            List<OrderChange> changes = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                changes.add(
                        new OrderChange(
                                in.readUTF(),
                                in.readLong(),
                                in.readUTF(),
                                in.readUTF(),
                                in.readUTF(),
                                in.readUTF(),
                                in.readLong()));
            }
            return new Transaction(id, changes);
        }
    }
}
