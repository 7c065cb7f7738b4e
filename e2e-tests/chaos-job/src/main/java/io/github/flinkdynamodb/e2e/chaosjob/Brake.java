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
package io.github.flinkdynamodb.e2e.chaosjob;

import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.MapFunction;

/** Holds each change up for a while, so that a backlog lasts. */
final class Brake implements MapFunction<Change, Change> {

    private static final long serialVersionUID = 1L;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int CHANGES_AT_ONCE = 50;

    private final long delayMicros;
    private transient int passed;

    Brake(long delayMicros) {
        this.delayMicros = delayMicros;
    }

    /** Pauses for many changes at once: a pause takes longer than it is asked to. */
    @Override
    public Change map(Change change) {
        if (delayMicros > 0 && ++passed % CHANGES_AT_ONCE == 0) {
            LockSupport.parkNanos(delayMicros * CHANGES_AT_ONCE * NANOS_PER_MICRO);
        }
        return change;
    }
}
