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

import org.apache.flink.annotation.PublicEvolving;

/** Values of {@code scan.on-decode-error}: what to do with a record that cannot be decoded. */
@PublicEvolving
public enum DecodeErrorPolicy {
    /** Fails the job; the message names the shard and the sequence number. */
    FAIL("fail"),
    /** Leaves the record out and counts it in {@code numRecordsInErrors}. */
    SKIP("skip"),
    /**
     * Emits the record with its place and the cause, as an element of its own, and counts it in
     * {@code numRecordsInErrors}. In the DataStream API the schema is wrapped by {@link
     * io.github.flinkdynamodb.streams.source.deserializer.DeadLetters}; a SQL table has a column
     * for the cause.
     */
    DEAD_LETTER("dead-letter"),
    /**
     * SQL tables only: sets a field that cannot be decoded to NULL and counts it in {@code
     * numFieldsInErrors}.
     */
    NULL("null");

    private final String word;

    DecodeErrorPolicy(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this value in a setting. */
    @Override
    public String toString() {
        return word;
    }
}
