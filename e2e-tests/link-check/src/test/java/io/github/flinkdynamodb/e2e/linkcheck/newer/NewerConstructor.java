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
package io.github.flinkdynamodb.e2e.linkcheck.newer;

import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/** Calls a constructor that Flink has since 2.2. */
abstract class NewerConstructor
        extends SingleThreadMultiplexSourceReaderBase<String, String, SourceSplit, SourceSplit> {

    NewerConstructor(
            Supplier<SplitReader<String, SourceSplit>> readers,
            RecordEmitter<String, String, SourceSplit> emitter,
            SourceReaderContext context,
            RateLimiterStrategy<SourceSplit> limit) {
        super(readers, emitter, new Configuration(), context, limit);
    }
}
