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
package io.github.flinkdynamodb.tools.inspector.state;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorState;

/**
 * The state format of Apache's {@code DynamoDbStreamsSource}: version 0 of the enumerator's, 0 to 2
 * of the splits'. None of its classes is needed. Stateless.
 *
 * <p>A split is the ARN and the shard's id, the type of the iterator; then a flag, and if it is set
 * another one, and with both the sequence number; a flag and with it the parent's id; from version
 * 1 on whether the shard is finished; from version 2 on the number of children, and of each its id,
 * its parent's, its first sequence number, a flag and with it its last one. Texts are in Java's
 * modified UTF-8.
 *
 * <p>The enumerator's state is the number of splits and their version; of each the length of its
 * bytes, these, and its status; at last the time of the first start in epoch milliseconds.
 */
final class ApacheFormat {

    private static final int ENUMERATOR_VERSION = 0;
    private static final int NEWEST_SPLIT_VERSION = 2;

    private ApacheFormat() {}

    /** Reads the state of an enumerator, and adds what the readers hold. */
    static ApacheSource source(
            OperatorState operator, VersionedBytes enumerator, List<VersionedBytes> readers)
            throws IOException {
        if (enumerator.version() != ENUMERATOR_VERSION) {
            throw new IOException("its version is " + enumerator.version());
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(enumerator.bytes()));
        int count = in.readInt();
        int version = in.readInt();
        List<ApacheSplit> known = new ArrayList<>();
        List<ApacheSource.Status> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            known.add(split(version, bytes(in)));
            statuses.add(ApacheSource.Status.of(in.readInt()));
        }
        Instant startedAt = Instant.ofEpochMilli(in.readLong());
        requireEnd(in);
        List<ApacheSplit> held = new ArrayList<>();
        for (VersionedBytes split : readers) {
            held.add(split(split.version(), split.bytes()));
        }
        return new ApacheSource(operator, startedAt, known, statuses, held);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("it has a length of " + length);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static ApacheSplit split(int version, byte[] bytes) throws IOException {
        if (version < 0 || version > NEWEST_SPLIT_VERSION) {
            throw new IOException("the version of its splits is " + version);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String streamArn = in.readUTF();
        String shardId = in.readUTF();
        String iteratorType = in.readUTF();
        String sequenceNumber = in.readBoolean() && in.readBoolean() ? in.readUTF() : null;
        String parent = in.readBoolean() ? in.readUTF() : null;
        boolean finished = version > 0 && in.readBoolean();
        Map<String, String> children = version > 1 ? children(in) : Map.of();
        requireEnd(in);
        return new ApacheSplit(
                new ApacheSplit.Ids(streamArn, shardId, parent),
                iteratorType,
                sequenceNumber,
                finished,
                children);
    }

    private static Map<String, String> children(DataInputStream in) throws IOException {
        Map<String, String> children = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            children.put(in.readUTF(), in.readUTF());
            in.readUTF();
            if (in.readBoolean()) {
                in.readUTF();
            }
        }
        return children;
    }

    private static void requireEnd(DataInputStream in) throws IOException {
        if (in.available() > 0) {
            throw new IOException("it has " + in.available() + " more bytes");
        }
    }
}
