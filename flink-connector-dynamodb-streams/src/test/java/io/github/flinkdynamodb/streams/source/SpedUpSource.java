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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import io.github.flinkdynamodb.streams.client.aws.ShortCalls;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.reader.Readers;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The source with readers whose time runs faster, so that their back-off doesn't take minutes. It
 * still waits in real time where nothing happens on any shard.
 */
public final class SpedUpSource
        implements Source<String, DynamoDbStreamsSplit, EnumeratorState>,
                ResultTypeQueryable<String> {

    private static final long serialVersionUID = 1L;

    private final SourceConfig config;
    private final StreamsClientProvider clients;
    private final DynamoDbStreamsSource<String> source;
    private final long times;

    /** The source of some options, so many times as fast. */
    public SpedUpSource(Configuration options, long times) {
        this.config = SourceConfig.from(options);
        this.clients = new ShortCalls(ClientSettingsFactory.from(options));
        this.source = new DynamoDbStreamsSource<>(config, clients, new KeyAndSequenceNumber());
        this.times = times;
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> createEnumerator(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context) {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context, EnumeratorState state) {
        return source.restoreEnumerator(context, state);
    }

    @Override
    public SourceReader<String, DynamoDbStreamsSplit> createReader(SourceReaderContext context)
            throws Exception {
        return Readers.spedUp(context, config, clients, new KeyAndSequenceNumber(), times);
    }

    @Override
    public SimpleVersionedSerializer<DynamoDbStreamsSplit> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }
}
