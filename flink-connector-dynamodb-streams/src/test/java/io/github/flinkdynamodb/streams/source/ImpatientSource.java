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

import io.github.flinkdynamodb.streams.client.aws.ShortCalls;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import org.apache.flink.configuration.Configuration;

/** The source with time limits of calls that suit a test: no option sets them. */
public final class ImpatientSource {

    private ImpatientSource() {}

    /** Builds the source of some options; its elements are "key sequenceNumber". */
    public static DynamoDbStreamsSource<String> of(Configuration options) {
        return of(options, new KeyAndSequenceNumber());
    }

    /** Builds the source of some options with a schema. */
    public static <T> DynamoDbStreamsSource<T> of(
            Configuration options, DynamoDbStreamsDeserializationSchema<T> schema) {
        return new DynamoDbStreamsSource<>(
                SourceConfig.from(options),
                new ShortCalls(ClientSettingsFactory.from(options)),
                schema);
    }
}
