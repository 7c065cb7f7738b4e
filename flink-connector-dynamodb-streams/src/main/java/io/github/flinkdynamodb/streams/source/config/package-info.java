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
 * Checks the options of a source and turns them into a {@code SourceConfig}.
 *
 * <p>Thread: Runs in the client that builds the job; results are immutable and serializable.
 *
 * <p>Use: Used by the facade, the enumerator and the reader.
 */
package io.github.flinkdynamodb.streams.source.config;
