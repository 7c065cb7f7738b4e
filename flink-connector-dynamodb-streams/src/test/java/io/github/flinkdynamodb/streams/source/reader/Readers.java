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

import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.reader.fetch.ReaderClock;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.watermark.WatermarkHold;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;

/** Creates readers whose pauses pass more quickly than those of a job. */
public final class Readers {

    private Readers() {}

    /** A reader for which so many milliseconds pass in each one. */
    public static <T> SourceReader<T, DynamoDbStreamsSplit> spedUp(
            SourceReaderContext context,
            SourceConfig config,
            StreamsClientProvider clients,
            DynamoDbStreamsDeserializationSchema<T> schema,
            long times)
            throws Exception {
        ReaderClock clock =
                new ReaderClock(
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() * times),
                        Clock.systemUTC());
        return DynamoDbStreamsSourceReader.create(
                context, config, clients, schema, new WatermarkHold(), clock);
    }
}
