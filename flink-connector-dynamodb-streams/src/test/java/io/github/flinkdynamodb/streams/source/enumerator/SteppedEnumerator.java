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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SplitFactory;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.CoordinatorExecutor;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Creates enumerators whose thread and timers belong to a test of another package. */
public final class SteppedEnumerator {

    private SteppedEnumerator() {}

    public static DynamoDbStreamsSourceEnumerator create(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context,
            SourceConfig config,
            StreamsClient client,
            CoordinatorExecutor executor,
            EnumeratorState state,
            boolean firstRun) {
        return new DynamoDbStreamsSourceEnumerator(
                new EnumeratorParts(
                        context,
                        config,
                        client,
                        executor,
                        new SplitFactory(config, state.startedAt(), firstRun),
                        new StreamChecks(config, StreamRequirements.none())),
                state);
    }
}
