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

/** How far the reading of a segment is, as something else happens. */
enum ScanStep {
    /** A page has been asked for, and its answer hasn't come. */
    PAGE_REQUESTED,
    /** A page has come, and none of its items is out. */
    PAGE_BUFFERED,
    /** Some items of a page are out. */
    PAGE_HALF_EMITTED,
    /** All items of a page are out, and no completed checkpoint holds them. */
    PAGE_EMITTED,
    /** The reader has sent SegmentEnded, and the answer hasn't come. */
    END_UNCONFIRMED,
    /** The last segment is finished, and no completed checkpoint holds that. */
    LAST_SEGMENT_FINISHED
}
