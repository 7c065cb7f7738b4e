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
 * The split enumerator: which shards there are, who reads them, and when their children follow.
 *
 * <p>Thread: Coordinator thread only.
 *
 * <p>Use: Created by the facade; does not know the reader, to which it speaks through {@code
 * source.event}.
 */
package io.github.flinkdynamodb.streams.source.enumerator;
