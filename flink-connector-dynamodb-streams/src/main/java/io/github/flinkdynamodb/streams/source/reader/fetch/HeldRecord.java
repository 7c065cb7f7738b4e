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

import io.github.flinkdynamodb.streams.model.SequenceNumber;

/** The record before which the reading of a shard waits for the frontier. Immutable. */
final class HeldRecord {

    /** The record, which is read next. */
    final SequenceNumber sequenceNumber;

    /** The last record that is known to have been complete by the same time. */
    final SequenceNumber last;

    /** The second that the frontier must have passed, in seconds since the epoch. */
    final long second;

    HeldRecord(SequenceNumber sequenceNumber, SequenceNumber last, long second) {
        this.sequenceNumber = sequenceNumber;
        this.last = last;
        this.second = second;
    }

    @Override
    public String toString() {
        return "AT(" + sequenceNumber + ")";
    }
}
