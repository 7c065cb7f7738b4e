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
 * The family tree of shards: who is whose child, what may be read, what may be forgotten.
 *
 * <p>Thread: Coordinator thread only; pure computation without calls or clocks.
 *
 * <p>Use: Used by the enumerator; depends on the JDK and {@code model} alone.
 */
package io.github.flinkdynamodb.streams.source.enumerator.lineage;
