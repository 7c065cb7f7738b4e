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

/**
 * Values of {@code scan.on-data-loss}: what to do if changes can no longer be read, because they
 * were trimmed or because their shard or stream is gone.
 */
@PublicEvolving
public enum DataLossPolicy {
    /** Fails the job; the message names the shard, the position and its age. */
    FAIL("fail"),
    /**
     * Continues with the oldest record that is left, or with the children of the shard; warns and
     * counts the loss.
     */
    CONTINUE("continue"),
    /**
     * Closes the gap from incremental exports, which DynamoDB is asked for when the job is
     * restored. A loss that is found while it runs fails it.
     */
    REPAIR("repair");

    private final String word;

    DataLossPolicy(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this value in a setting. */
    @Override
    public String toString() {
        return word;
    }
}
