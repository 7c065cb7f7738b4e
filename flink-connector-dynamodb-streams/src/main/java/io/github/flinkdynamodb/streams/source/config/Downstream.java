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
package io.github.flinkdynamodb.streams.source.config;

import org.apache.flink.annotation.Internal;

/** What is done with the elements of a source, as far as the source has to know. */
@Internal
public enum Downstream {
    /** Each stands for the last state of an item: one that is repeated changes nothing. */
    UPSERTS,
    /** An operator behind the source keeps the last state of each item that was emitted lately. */
    KEEPS,
    /** An operator behind the source reconciles the items of a table with their changes. */
    RECONCILES,
    /** Each is one row of a log. */
    APPENDS
}
