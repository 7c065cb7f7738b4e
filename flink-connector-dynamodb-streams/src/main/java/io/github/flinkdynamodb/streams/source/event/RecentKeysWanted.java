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
package io.github.flinkdynamodb.streams.source.event;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From the enumerator to a reader: the keys are wanted of items that were inserted lately, by the
 * records of the reader's {@linkplain ShardsHeld held} shards. The answer is {@link
 * RecentKeysReported}.
 */
@Internal
public final class RecentKeysWanted implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final int question;
    private final int group;
    private final HashMap<String, Instant> from;

    /**
     * Creates the event.
     *
     * @param question which question this is; the answer repeats it
     * @param group what the answer is for
     * @param from by shard, the time of the first record that counts
     */
    public RecentKeysWanted(int question, int group, Map<String, Instant> from) {
        this.question = question;
        this.group = group;
        this.from = new HashMap<>(from);
    }

    /** Returns which question this is. */
    public int question() {
        return question;
    }

    /** Returns what the answer is for. */
    public int group() {
        return group;
    }

    /** Returns, by shard, the time of the first record that counts. */
    public Map<String, Instant> from() {
        return Map.copyOf(from);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RecentKeysWanted
                && question == ((RecentKeysWanted) o).question
                && group == ((RecentKeysWanted) o).group
                && from.equals(((RecentKeysWanted) o).from);
    }

    @Override
    public int hashCode() {
        return Objects.hash(question, group, from);
    }

    @Override
    public String toString() {
        return "RecentKeysWanted(" + group + ", " + from.size() + " shards)";
    }
}
