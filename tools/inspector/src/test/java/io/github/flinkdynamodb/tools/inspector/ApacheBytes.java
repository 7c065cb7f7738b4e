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
package io.github.flinkdynamodb.tools.inspector;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** State as Apache's {@code DynamoDbStreamsSource} writes it. */
final class ApacheBytes {

    static final int ASSIGNED = 0;
    static final int UNASSIGNED = 1;
    static final Instant START = Instant.parse("2026-11-30T09:00:00Z");

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-11-01T00:00:00.000";
    private static final int SPLIT_VERSION = 2;

    private ApacheBytes() {}

    /** A shard without a parent, at a type of iterator. */
    static byte[] split(String shard, String type, String number) throws IOException {
        return split(shard, type, number, false);
    }

    /** A shard that was read to its end, with the children that were found there. */
    static byte[] finished(String shard, String... children) throws IOException {
        return split(shard, "AFTER_SEQUENCE_NUMBER", "9", true, children);
    }

    private static byte[] split(
            String shard, String type, String number, boolean finished, String... children)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(ARN);
        out.writeUTF(shard);
        out.writeUTF(type);
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeBoolean(true);
            out.writeUTF(number);
        }
        out.writeBoolean(false);
        out.writeBoolean(finished);
        out.writeInt(children.length);
        for (String child : children) {
            out.writeUTF(child);
            out.writeUTF(shard);
            out.writeUTF("1");
            out.writeBoolean(true);
            out.writeUTF("2");
        }
        return bytes.toByteArray();
    }

    /** The state of the enumerator, which takes all shards to be in one status. */
    static byte[] enumerator(List<byte[]> splits, int status) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(splits.size());
        out.writeInt(SPLIT_VERSION);
        for (byte[] split : splits) {
            out.writeInt(split.length);
            out.write(split);
            out.writeInt(status);
        }
        out.writeLong(START.toEpochMilli());
        return bytes.toByteArray();
    }

    /** A split as a reader has it, with its version. */
    static byte[] versioned(byte[] split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(SPLIT_VERSION);
        out.writeInt(split.length);
        out.write(split);
        return bytes.toByteArray();
    }
}
