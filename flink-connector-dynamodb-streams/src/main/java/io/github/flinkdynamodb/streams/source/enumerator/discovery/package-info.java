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
 * Finds the shards of a stream: complete listings, children of shards that have ended, all within a
 * budget of calls.
 *
 * <p>Thread: Called on the coordinator thread, and reports there.
 *
 * <p>Use: Used by the enumerator; does not decide who reads a shard.
 */
package io.github.flinkdynamodb.streams.source.enumerator.discovery;
