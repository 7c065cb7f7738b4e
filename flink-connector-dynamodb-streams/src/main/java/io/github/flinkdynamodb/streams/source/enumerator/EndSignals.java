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

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Tells each reader once that no more splits come. Flink restarts one to which it is told again
 * while its end is being reported. Coordinator thread only.
 */
final class EndSignals {

    private final EnumeratorParts parts;
    private final IntConsumer onSignalled;

    /**
     * The readers that know that no more splits come. They accept none any more: a job in which one
     * got a split nevertheless would never end. Only the failure of a reader takes it out.
     */
    private final Set<Integer> signalled = new HashSet<>();

    /**
     * Creates the signals.
     *
     * @param parts the enumerator's parts
     * @param onSignalled learns the subtask of each reader that has been told
     */
    EndSignals(EnumeratorParts parts, IntConsumer onSignalled) {
        this.parts = parts;
        this.onSignalled = onSignalled;
    }

    /** A reader failed: the one that comes back accepts splits. */
    void readerReset(int subtask) {
        signalled.remove(subtask);
    }

    /** Tells the readers that can be reached and don't know yet. */
    void send() {
        parts.context.registeredReaders().keySet().stream()
                .filter(subtask -> parts.canReach(subtask) && signalled.add(subtask))
                .forEach(this::send);
    }

    private void send(int subtask) {
        parts.context.signalNoMoreSplits(subtask);
        onSignalled.accept(subtask);
    }
}
