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

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import org.apache.flink.configuration.Configuration;

/** Contexts of fetchers whose time is a test's, and whose scans aren't limited. */
final class FetchContexts {

    private FetchContexts() {}

    static FetchContext of(SourceConfig config, ManualClock clock, ReaderMetrics metrics) {
        ReaderClock time = new ReaderClock(clock::millis, clock);
        return new FetchContext(
                config,
                time,
                metrics,
                new ReadCapacity(time, Double.POSITIVE_INFINITY),
                FetchOverlap.of(config.scan()));
    }

    /** The context of a source that reads a table and its stream side by side. */
    static FetchContext initial(ManualClock clock, ReaderMetrics metrics) {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ReaderHarness.ARN);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);
        return of(SourceConfig.from(options), clock, metrics);
    }

    static FetchContext of(DecodeErrorPolicy onError, ManualClock clock, ReaderMetrics metrics) {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ReaderHarness.ARN);
        options.set(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, onError);
        return of(SourceConfig.from(options), clock, metrics);
    }
}
