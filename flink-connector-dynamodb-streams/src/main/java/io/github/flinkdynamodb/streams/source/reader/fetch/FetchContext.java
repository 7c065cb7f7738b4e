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

import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import org.apache.flink.annotation.Internal;

/** What a reader's fetcher works with, whichever split it is about. Immutable. */
@Internal
public final class FetchContext {

    final SourceConfig config;
    final ReaderClock clock;
    final ReaderMetrics metrics;
    final ReadCapacity capacity;
    final FetchOverlap overlap;
    final ShardBytes bytes;

    /**
     * Creates a context.
     *
     * @param config the settings
     * @param clock the time
     * @param metrics the reader's metrics
     * @param capacity what scanning may cost
     * @param overlap up to when changes may be emitted
     */
    public FetchContext(
            SourceConfig config,
            ReaderClock clock,
            ReaderMetrics metrics,
            ReadCapacity capacity,
            FetchOverlap overlap) {
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
        this.capacity = capacity;
        this.overlap = overlap;
        this.bytes = new ShardBytes(config.rebalance());
    }

    /** Returns how many bytes are being read of each shard. */
    public ShardBytes bytes() {
        return bytes;
    }
}
