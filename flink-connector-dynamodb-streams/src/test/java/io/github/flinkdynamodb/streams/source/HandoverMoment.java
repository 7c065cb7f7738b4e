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

/** The moments of a shard's handover, in their order, as the source's threads come by. */
enum HandoverMoment {
    /** Task thread: the parent's last record is out. */
    LAST_RECORD_OUT,
    /** Task thread: the reader is about to say that the parent has ended. */
    BEFORE_REPORT,
    /** Task thread: it has said so. */
    REPORTED,
    /** Coordinator thread: the enumerator has heard it. */
    REPORT_HEARD,
    /** Coordinator thread: the enumerator is about to assign the children. */
    BEFORE_ASSIGNMENT,
    /** Coordinator thread: it has assigned them, and is about to say that the handover is done. */
    BEFORE_ANSWER,
    /** Coordinator thread: it has said so. */
    ANSWERED,
    /** Task thread: the reader has the children. */
    CHILDREN_TAKEN,
    /** Task thread: the reader has let go of the parent. */
    PARENT_DROPPED,
    /** Task thread: the first record of a child is out. */
    CHILD_RECORD_OUT
}
