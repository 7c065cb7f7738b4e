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
package io.github.flinkdynamodb.streams.source.model;

/** How far the handover of a shard is, as something else happens. */
enum HandoverStep {
    /** The last record is out; the reader doesn't know yet that it was the last. */
    LAST_RECORD_OUT,
    /** The reader has sent ShardEndReached, and the enumerator hasn't heard it. */
    END_SENT,
    /** The enumerator has heard it, and is looking for the children. */
    END_HEARD,
    /** The children are assigned, and haven't come to the reader. */
    CHILDREN_ASSIGNED,
    /** The reader has the children, and not the answer. */
    CHILDREN_TAKEN,
    /** The answer has come, and the split isn't gone yet. */
    CONFIRMED
}
