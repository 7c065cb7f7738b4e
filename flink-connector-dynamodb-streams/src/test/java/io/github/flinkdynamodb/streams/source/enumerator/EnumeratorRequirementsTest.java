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
package io.github.flinkdynamodb.streams.source.enumerator;

import static io.github.flinkdynamodb.streams.source.enumerator.EnumeratorHarness.ARN;
import static io.github.flinkdynamodb.streams.source.enumerator.EnumeratorHarness.SUCCESSOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import java.time.Duration;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

/** A stream is checked against what the schema needs before anything of it is read. */
@OnEachFlink
class EnumeratorRequirementsTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final StreamRequirements NEW_IMAGE =
            StreamRequirements.none()
                    .withViewTypes(List.of(StreamViewType.NEW_IMAGE), "'mode' = 'upsert'");
    private static final StreamRequirements KEY =
            StreamRequirements.none().withKeyAttributes(List.of("id"), "the PRIMARY KEY");

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @Test
    void aStreamThatServesIsRead() {
        harness.shards("a");
        harness.service.viewType(ARN, StreamViewType.NEW_IMAGE);
        harness.service.key(ARN, "id");
        harness.require(NEW_IMAGE.withKeyAttributes(List.of("id"), "the PRIMARY KEY"));

        harness.start(1, 0);

        assertThat(harness.context.ownerOf).containsOnlyKeys("a");
    }

    @Test
    void aStreamOfAnotherViewTypeFailsTheJobBeforeAShardIsAssigned() {
        harness.shards("a");
        harness.service.viewType(ARN, StreamViewType.KEYS_ONLY);
        harness.require(NEW_IMAGE);

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Stream " + ARN + " can't serve this job")
                .hasMessageContaining("its view type is KEYS_ONLY")
                .hasMessageContaining("'mode' = 'upsert' needs NEW_IMAGE");
        assertThat(harness.context.ownerOf).isEmpty();
    }

    @Test
    void aTableOfAnotherKeyFailsTheJobBeforeAShardIsAssigned() {
        harness.shards("a");
        harness.service.key(ARN, "id", "range");
        harness.require(KEY);

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("the key of its table is [id, range]");
        assertThat(harness.context.ownerOf).isEmpty();
    }

    @Test
    void theNextStreamOfTheTableIsCheckedToo() {
        harness.readTable();
        harness.onDataLossContinue();
        harness.shards("old");
        harness.service.viewType(ARN, StreamViewType.NEW_IMAGE);
        harness.require(NEW_IMAGE);
        harness.start(1, 0);
        harness.service.closeShard("old");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.service.stream(SUCCESSOR, "orders").shard(SUCCESSOR, "new", null);
        harness.service.viewType(SUCCESSOR, StreamViewType.OLD_IMAGE);

        assertThatThrownBy(
                        () -> {
                            harness.end(0, "old");
                            harness.pass(A_MINUTE);
                        })
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining(SUCCESSOR)
                .hasMessageContaining("its view type is OLD_IMAGE");
        assertThat(harness.context.ownerOf).doesNotContainKey("new");
    }

    @Test
    void aRestoredJobIsCheckedToo() {
        harness.shards("a");
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.service.viewType(ARN, StreamViewType.KEYS_ONLY);
        harness.require(NEW_IMAGE);

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("its view type is KEYS_ONLY");
    }
}
