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
 * What closes a gap in a stream from incremental exports: which shards have lost their place, which
 * windows are exported, and in which order all is read. Values and rules without a thread of their
 * own; the enumerator and the readers use them. See {@code
 * docs/adr/0024-repair-by-deletions-first.md}.
 */
package io.github.flinkdynamodb.streams.source.repair;
