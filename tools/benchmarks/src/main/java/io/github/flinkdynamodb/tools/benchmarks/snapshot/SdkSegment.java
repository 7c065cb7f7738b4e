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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A segment of a table that {@link SdkScanSource} reads. */
record SdkSegment(int number) implements SourceSplit {

    @Override
    public String splitId() {
        return Integer.toString(number);
    }

    /** Writes the number. */
    static final class Serializer implements SimpleVersionedSerializer<SdkSegment> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(SdkSegment segment) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(segment.number).array();
        }

        @Override
        public SdkSegment deserialize(int version, byte[] serialized) {
            return new SdkSegment(ByteBuffer.wrap(serialized).getInt());
        }
    }
}
