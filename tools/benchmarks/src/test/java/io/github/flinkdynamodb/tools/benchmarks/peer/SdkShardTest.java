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

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

class SdkShardTest {

    @Test
    void aShardIsTheSameAfterItsWayToTheReader() throws Exception {
        SdkShard shard = new SdkShard("shardId-1", ShardIteratorType.TRIM_HORIZON);
        SdkShard.Serializer serializer = new SdkShard.Serializer();

        assertThat(serializer.deserialize(1, serializer.serialize(shard))).isEqualTo(shard);
    }
}
