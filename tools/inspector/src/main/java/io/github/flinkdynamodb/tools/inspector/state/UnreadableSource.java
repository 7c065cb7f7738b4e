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

import java.util.Optional;
import org.apache.flink.runtime.checkpoint.OperatorState;

/** An operator that may be a source of ours, whose state can't be read. Immutable. */
public final class UnreadableSource {

    private final OperatorState operator;
    private final String reason;

    UnreadableSource(OperatorState operator, String reason) {
        this.operator = operator;
        this.reason = reason;
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
     * Returns the operator's uid.
     *
     * @return the uid; empty if the savepoint doesn't have it
     */
    public Optional<String> uid() {
        return operator.getOperatorUid().filter(uid -> !uid.isEmpty());
    }

    /** Returns why its state can't be read, a sentence without a full stop. */
    public String reason() {
        return reason;
    }
}
