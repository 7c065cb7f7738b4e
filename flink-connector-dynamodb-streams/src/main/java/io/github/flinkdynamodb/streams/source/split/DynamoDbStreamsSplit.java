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
package io.github.flinkdynamodb.streams.source.split;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A part of the work of the source: a {@link ShardSplit} of the stream, or a {@link SnapshotSplit}
 * of the table's items. In the state format the first byte is the kind.
 */
@Internal
public abstract class DynamoDbStreamsSplit implements SourceSplit {

    DynamoDbStreamsSplit() {}

    /**
     * Returns whether everything has been emitted and the split only waits for the enumerator's
     * confirmation.
     *
     * @return false while it is being read
     */
    public abstract boolean isEnded();
}
