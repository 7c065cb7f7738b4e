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

import io.github.flinkdynamodb.streams.source.config.RebalanceConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * How many bytes have been read of each shard, if readers are compared by them. Counted on the
 * fetcher thread, taken on the task thread.
 */
@Internal
public final class ShardBytes {

    private final boolean isWanted;
    private Map<String, Long> bytes = new HashMap<>();

    ShardBytes(RebalanceConfig config) {
        this.isWanted = config.isByBytes();
    }

    /** Returns whether anybody wants to know. */
    public boolean isWanted() {
        return isWanted;
    }

    /** Counts a page. */
    synchronized void received(String shardId, long size) {
        if (isWanted) {
            bytes.merge(shardId, size, Long::sum);
        }
    }

    /** Returns what was read since it was asked last, by shard. */
    public synchronized Map<String, Long> take() {
        Map<String, Long> taken = bytes;
        bytes = new HashMap<>();
        return taken;
    }
}
