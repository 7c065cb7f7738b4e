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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import java.net.URI;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source as one would write it by hand over the AWS SDK's objects: the asynchronous client, one
 * call outstanding a shard, each followed by the next as soon as its records are being emitted; a
 * shard that is caught up with is polled once a second; a shard that has ended is followed by its
 * children in the same reader. It takes no checkpoints and finds no shards but those.
 *
 * @param <T> the type of the elements
 */
public final class SdkSource<T> implements Source<T, SdkShard, Void>, ResultTypeQueryable<T> {

    private static final long serialVersionUID = 1L;

    private final String streamArn;
    private final URI endpoint;
    private final PeerStream.Start start;
    private final SdkConverter<T> converter;
    private final TypeInformation<T> type;

    /**
     * Creates a source.
     *
     * @param stream what it reads
     * @param converter makes the elements
     * @param type their type
     */
    public SdkSource(PeerStream stream, SdkConverter<T> converter, TypeInformation<T> type) {
        this.streamArn = stream.arn();
        this.endpoint = stream.endpoint();
        this.start = stream.start();
        this.converter = converter;
        this.type = type;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<T, SdkShard> createReader(SourceReaderContext context) {
        return new SdkSourceReader<>(new SdkStreams(endpoint), streamArn, converter);
    }

    @Override
    public SplitEnumerator<SdkShard, Void> createEnumerator(
            SplitEnumeratorContext<SdkShard> context) {
        return new SdkEnumerator(context, new SdkStreams(endpoint), streamArn, start);
    }

    @Override
    public SplitEnumerator<SdkShard, Void> restoreEnumerator(
            SplitEnumeratorContext<SdkShard> context, Void checkpoint) {
        throw new UnsupportedOperationException("This source takes no checkpoints");
    }

    @Override
    public SimpleVersionedSerializer<SdkShard> getSplitSerializer() {
        return new SdkShard.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Void> getEnumeratorCheckpointSerializer() {
        return new NoState();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }
}
