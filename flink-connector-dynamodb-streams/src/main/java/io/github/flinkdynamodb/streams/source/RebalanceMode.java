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
 * Values of {@code scan.rebalance.mode}: by what it is judged whether a reader has more than its
 * share, so that the children of its shards move to others.
 */
@PublicEvolving
public enum RebalanceMode {
    /** Children stay with the reader of their parent, until the job is restored. */
    NONE("none"),
    /** By the number of shards that readers have. */
    SHARDS("shards"),
    /** By the bytes that readers have read since the checkpoint before. */
    BYTES("bytes");

    private final String word;

    RebalanceMode(String word) {
        this.word = word;
    }

    /** Returns the word that stands for this value in a setting. */
    @Override
    public String toString() {
        return word;
    }
}
