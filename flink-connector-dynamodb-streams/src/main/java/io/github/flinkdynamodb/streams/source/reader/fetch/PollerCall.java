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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import java.time.Instant;

/** A call for a split, and what is kept until its response arrives. Immutable. */
abstract class PollerCall {

    /** The bytes that were reserved for the answer. */
    final long estimate;

    /** Which pages the answer follows: see {@link Poller#isStale(PollerCall)}. */
    final int generation;

    final long startedMillis;
    final Instant startedAt;

    PollerCall(long estimate, int generation, ReaderClock clock) {
        this.estimate = estimate;
        this.generation = generation;
        this.startedMillis = clock.millis();
        this.startedAt = clock.now();
    }

    /** Returns the call's name, for messages. */
    abstract String name();
}
