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
package io.github.flinkdynamodb.streams.source.reader;

import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The real lineages of a reader that has been started, for a model in another package. */
public final class LineagesInUse {

    private final Lineages lineages;

    /**
     * Creates the lineages of a reader without shards.
     *
     * @param now the wall clock
     */
    public LineagesInUse(Supplier<Instant> now) {
        lineages = new Lineages(true, true, now);
        lineages.start();
    }

    /** Returns the state of a shard that the reader begins with. */
    public ShardSplitState begin(ShardSplit split) {
        ShardSplit completed = (ShardSplit) lineages.complete(List.of(split), List.of()).get(0);
        return restored(completed);
    }

    /** Returns the state of a shard that has been restored and is read on. */
    public ShardSplitState restored(ShardSplit split) {
        ShardSplitState state = new ShardSplitState(split);
        lineages.added(state);
        return state;
    }
}
