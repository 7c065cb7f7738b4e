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
package io.github.flinkdynamodb.streams.source.split;

import org.apache.flink.annotation.Internal;

/** The mutable side of a split on the task thread: what the next checkpoint will hold. */
@Internal
public abstract class SplitState {

    SplitState() {}

    /** Returns the split's id. */
    public abstract String splitId();

    /**
     * Returns what a checkpoint holds.
     *
     * @return the split at its present position
     */
    public abstract DynamoDbStreamsSplit toSplit();
}
