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
 * Fetching: which shard is asked when, how many requests and bytes are under way, and what becomes
 * of an answer.
 *
 * <p>Thread: The fetcher thread of a reader; answers reach it through a queue.
 *
 * <p>Use: Used by {@code source.reader} alone.
 */
package io.github.flinkdynamodb.streams.source.reader.fetch;
