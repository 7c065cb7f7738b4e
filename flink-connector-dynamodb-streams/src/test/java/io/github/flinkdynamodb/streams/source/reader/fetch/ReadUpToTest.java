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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How old what a shard has may be, before its first page. */
class ReadUpToTest {

    private static final Instant CREATED = Instant.parse("2026-03-02T10:00:00Z");
    private static final String ID =
            String.format("shardId-%020d-12345678", CREATED.toEpochMilli());

    private static ShardSplit split(String shardId, ShardPosition position) {
        return ShardSplit.of("arn", shardId, null, position);
    }

    @Test
    void theLatestOfWhatIsKnownCounts() {
        ShardSplit unread = split(ID, ShardPosition.trimHorizon(CREATED.plusSeconds(1)));

        assertThat(ReadUpTo.of(split(ID, ShardPosition.trimHorizon()))).isEqualTo(CREATED);
        assertThat(ReadUpTo.of(unread)).isEqualTo(CREATED.plusSeconds(1));
        assertThat(ReadUpTo.of(unread.withLastRecordTime(CREATED.plusSeconds(2))))
                .isEqualTo(CREATED.plusSeconds(2));
        assertThat(ReadUpTo.of(unread.withReadUpTo(CREATED.plusSeconds(3))))
                .isEqualTo(CREATED.plusSeconds(3));
    }

    /** As files of positions may have it. */
    @Test
    void ofAPositionWithoutATimeTheShardsCreationIsKnown() {
        ShardPosition position = ShardPosition.trimHorizon().advanceTo(SequenceNumber.of("17"));

        assertThat(ReadUpTo.of(split(ID, position))).isEqualTo(CREATED);
        assertThat(ReadUpTo.of(split("shard-of-another-server", position))).isNull();
    }

    @Test
    void aShardThatIsReadFromLatestHasNothingOld() {
        ShardSplit latest = split(ID, ShardPosition.trimHorizon()).withLatestOnFirstRead(true);

        assertThat(ReadUpTo.of(latest)).isNull();
    }
}
