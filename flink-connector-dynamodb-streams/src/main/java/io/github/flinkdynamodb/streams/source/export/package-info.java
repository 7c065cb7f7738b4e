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
 * Exports of tables to S3, as files of any file system that Flink knows: what their manifests say,
 * and their lines.
 *
 * <p>Thread: Everything may block for as long as the file system takes, and is called by threads
 * that may: the enumerator's worker, and the reader's own threads for files.
 *
 * <p>Use: Used by the enumerator and the reader.
 */
package io.github.flinkdynamodb.streams.source.export;
