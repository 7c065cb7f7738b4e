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
package io.github.flinkdynamodb.tools.inspector.state;

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorState;

/** What a savepoint holds of one source. Immutable. */
public final class SourceState {

    private final OperatorState operator;
    private final EnumeratorState enumerator;
    private final Map<Integer, List<DynamoDbStreamsSplit>> splits;

    /**
     * Creates the state.
     *
     * @param operator the operator that the source is
     * @param enumerator the state of the enumerator
     * @param splits the splits of each subtask that has a state
     */
    public SourceState(
            OperatorState operator,
            EnumeratorState enumerator,
            Map<Integer, List<DynamoDbStreamsSplit>> splits) {
        this.operator = Objects.requireNonNull(operator, "operator");
        this.enumerator = Objects.requireNonNull(enumerator, "enumerator");
        this.splits = Collections.unmodifiableMap(new TreeMap<>(splits));
    }

    /**
     * Returns the operator's id, the hash of its uid.
     *
     * @return 32 hex digits
     */
    public String operatorId() {
        return operator.getOperatorID().toHexString();
    }

    /**
     * Returns the operator's name.
     *
     * @return such as "Source: orders"; empty if the savepoint doesn't have it, which is so before
     *     Flink 2
     */
    public Optional<String> name() {
        return operator.getOperatorName().filter(name -> !name.isEmpty());
    }

    /**
     * Returns the operator's uid.
     *
     * @return the uid; empty if the job sets none, or the savepoint doesn't have it, which is so
     *     before Flink 2
     */
    public Optional<String> uid() {
        return operator.getOperatorUid().filter(uid -> !uid.isEmpty());
    }

    /**
     * Returns how many subtasks there were.
     *
     * @return the parallelism, at least 1
     */
    public int parallelism() {
        return operator.getParallelism();
    }

    /**
     * Returns how large the state is.
     *
     * @return the number of bytes, with Flink's own
     */
    public long bytes() {
        return operator.getStateSize();
    }

    /**
     * Returns the state of the enumerator.
     *
     * @return the state, never null
     */
    public EnumeratorState enumerator() {
        return enumerator;
    }

    /**
     * Returns what the readers hold.
     *
     * @return the splits by subtask; unmodifiable
     */
    public Map<Integer, List<DynamoDbStreamsSplit>> splits() {
        return splits;
    }
}
