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
package io.github.flinkdynamodb.streams.table.reconcile;

import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Reads and writes what subtasks that reconcile say in checkpoints. Stateless. */
final class ReconcileStateSerializer implements SimpleVersionedSerializer<ReconcileState> {

    /**
     * The layout as a text; the newest scanned row's time in eight bytes; a block of bits, one a
     * key group, the lowest first, set if its rows go through; the number of keys within an update;
     * for each its hash in 16 bytes.
     */
    static final int VERSION_1 = 1;

    @Override
    public int getVersion() {
        return VERSION_1;
    }

    @Override
    public byte[] serialize(ReconcileState state) throws IOException {
        StateOutput out = new StateOutput(256);
        out.writeText(state.layout());
        out.writeLong(state.newestScannedMillis());
        out.writeBlock(state.through().toByteArray());
        out.writeCount(state.withinUpdate().size());
        for (Hash128 key : state.withinUpdate()) {
            out.writeLong(key.high());
            out.writeLong(key.low());
        }
        return out.toBytes();
    }

    @Override
    public ReconcileState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION_1) {
            throw new IOException(
                    "Can't read the state of the reconciling operator of version "
                            + version
                            + ": this release of the connector supports version 1. Use the release"
                            + " that wrote it, or a later one");
        }
        StateInput in = new StateInput("the state of the reconciling operator", serialized);
        String layout = in.readText("layout");
        long newest = in.readLong("time of the newest scanned row");
        BitSet through = BitSet.valueOf(in.readBlock("key groups"));
        int count = in.readCount("number of keys", serialized.length / Hash128.BYTES);
        Set<Hash128> keys = new HashSet<>();
        for (int i = 0; i < count; i++) {
            keys.add(new Hash128(in.readLong("key"), in.readLong("key")));
        }
        in.requireEnd();
        return new ReconcileState(layout, newest, through, keys);
    }
}
