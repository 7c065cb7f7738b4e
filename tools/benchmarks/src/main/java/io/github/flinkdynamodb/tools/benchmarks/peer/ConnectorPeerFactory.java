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

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.util.Collector;

/**
 * An example of a factory: the DataStream source of this connector as its own peer, beside its SQL
 * table. A copy of it, in a package and a jar of its own and compiled against an earlier version of
 * the connector, measures the two versions beside each other.
 */
public final class ConnectorPeerFactory implements PeerFactory {

    @Override
    public Source<?, ?, ?> source(PeerStream stream) {
        return DynamoDbStreamsSource.<Long>builder()
                .setStreamArn(stream.arn())
                .setEndpoint(stream.endpoint().toString())
                .setBasicCredentials("key", "secret")
                .setStartupPosition(
                        stream.start() == PeerStream.Start.LATEST
                                ? StartupPosition.latest()
                                : StartupPosition.trimHorizon())
                .setDeserializer(new NumberSchema(stream.numberAttribute()))
                .build();
    }

    @Override
    public RecordNumber recordNumber(PeerStream stream) {
        return element -> (Long) element;
    }

    private static final class NumberSchema implements DynamoDbStreamsDeserializationSchema<Long> {
        private static final long serialVersionUID = 1L;

        private final String attribute;

        NumberSchema(String attribute) {
            this.attribute = attribute;
        }

        @Override
        public void deserialize(ChangeRecord record, Collector<Long> out) {
            out.collect(Long.valueOf(record.newImage().get(attribute).n()));
        }

        @Override
        public TypeInformation<Long> getProducedType() {
            return Types.LONG;
        }
    }
}
