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

import java.util.stream.IntStream;

/**
 * Tells Flink whether the source processes a backlog: the items of a table, or what closes a gap.
 * Flink passes that on to the readers with events that it would block during a checkpoint, see
 * docs/internals/late-abort.md. So the flag is changed before any reader is there, or when all can
 * be reached. Coordinator thread only.
 */
final class BacklogFlag {

    private final EnumeratorParts parts;
    private boolean raised;

    BacklogFlag(EnumeratorParts parts) {
        this.parts = parts;
    }

    /**
     * Sets the flag. To be called before any reader has registered.
     *
     * @param isBacklog false if there is none, or none any more: Flink may have kept the flag
     */
    void start(boolean isBacklog) {
        change(isBacklog);
    }

    /**
     * Raises or lowers the flag, as soon as nobody's gate is closed.
     *
     * @param isBacklog whether a backlog is processed
     */
    void update(boolean isBacklog) {
        int parallelism = parts.context.currentParallelism();
        if (raised != isBacklog && IntStream.range(0, parallelism).allMatch(parts.gate::isOpen)) {
            change(isBacklog);
        }
    }

    private void change(boolean isBacklog) {
        raised = isBacklog;
        parts.context.setIsProcessingBacklog(isBacklog);
    }

    /** Returns whether the flag is raised: then no reader may be told that no more splits come. */
    boolean isRaised() {
        return raised;
    }
}
