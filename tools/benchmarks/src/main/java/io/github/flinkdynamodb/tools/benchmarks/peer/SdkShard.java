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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/**
 * A shard to read.
 *
 * @param splitId the shard's id
 * @param start TRIM_HORIZON or LATEST
 */
record SdkShard(String splitId, ShardIteratorType start) implements SourceSplit {

    /** Writes a shard as a text. */
    static final class Serializer implements SimpleVersionedSerializer<SdkShard> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(SdkShard shard) {
            return (shard.start + " " + shard.splitId).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public SdkShard deserialize(int version, byte[] bytes) throws IOException {
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ");
            if (version != 1 || parts.length != 2) {
                throw new IOException("No shard of version 1");
            }
            return new SdkShard(parts[1], ShardIteratorType.fromValue(parts[0]));
        }
    }
}
