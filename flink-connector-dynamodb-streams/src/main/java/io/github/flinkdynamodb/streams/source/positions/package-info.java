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
/**
 * Where a source begins that takes over from another job: a file with the position of each shard,
 * and what follows from it for the shards that the service lists. Values and rules without a thread
 * of their own; the enumerator uses them, and so does the inspector, which writes such files. See
 * {@code docs/adr/0027-start-from-positions.md}.
 */
package io.github.flinkdynamodb.streams.source.positions;
