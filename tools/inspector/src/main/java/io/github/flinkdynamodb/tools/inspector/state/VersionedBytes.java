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

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a serializer has written, with the version that Flink keeps beside it. Immutable. */
final class VersionedBytes {

    private final int version;
    private final byte[] bytes;

    private VersionedBytes(int version, byte[] bytes) {
        this.version = version;
        this.bytes = bytes;
    }

    /** Reads a version, a length and that many bytes, which must be there. */
    static VersionedBytes read(DataInputStream in) throws IOException {
        int version = in.readInt();
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("found a length of " + length);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new VersionedBytes(version, bytes);
    }

    int version() {
        return version;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns whether they have the ARN of something of DynamoDB's. */
    boolean nameDynamoDb() {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.contains("arn:aws") && text.contains(":dynamodb:");
    }
}
