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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.tools.benchmarks.peer.NoState;
import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/**
 * A source of a table's items as one would write it with the SDK and Flink's base classes: the
 * fetcher's thread takes the pages of the SDK's paginator, of the segments in turn, and the task
 * makes rows of their objects. It takes no checkpoints.
 */
final class SdkScanSource implements Source<RowData, SdkSegment, Void> {

    private static final long serialVersionUID = 1L;

    private final URI endpoint;
    private final int segments;

    SdkScanSource(URI endpoint, int segments) {
        this.endpoint = endpoint;
        this.segments = segments;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<RowData, SdkSegment> createReader(SourceReaderContext context) {
        return new SdkScanReader(endpoint, segments, context);
    }

    @Override
    public SplitEnumerator<SdkSegment, Void> createEnumerator(
            SplitEnumeratorContext<SdkSegment> context) {
        return new SdkSegments(
                context,
                IntStream.range(0, segments)
                        .mapToObj(SdkSegment::new)
                        .collect(Collectors.toList()));
    }

    @Override
    public SplitEnumerator<SdkSegment, Void> restoreEnumerator(
            SplitEnumeratorContext<SdkSegment> context, Void checkpoint) {
        throw new UnsupportedOperationException("This source takes no checkpoints");
    }

    @Override
    public SimpleVersionedSerializer<SdkSegment> getSplitSerializer() {
        return new SdkSegment.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Void> getEnumeratorCheckpointSerializer() {
        return new NoState();
    }
}
