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
package io.github.flinkdynamodb.streams.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIdsTest {

    @Test
    void anIdOfTheUsualFormTellsItsCreationTime() {
        assertThat(ShardIds.creationTime("shardId-00000001795398983081-63b6f594"))
                .contains(Instant.ofEpochMilli(1795398983081L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shard-1",
                "shardId-000001795398983081-63b6f594",
                "shardId-00000001795398983081",
                "shardId-99999999999999999999-63b6f594",
                "shardId-00000001795398983081-notHex"
            })
    void anIdOfAnotherFormTellsNothingAndIsNoError(String shardId) {
        assertThat(ShardIds.creationTime(shardId)).isEmpty();
    }
}
