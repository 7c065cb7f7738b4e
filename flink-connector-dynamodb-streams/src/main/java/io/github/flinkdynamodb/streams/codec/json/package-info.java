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
 * JSON text in UTF-8, read from its bytes and written; knows nothing of DynamoDB.
 *
 * <p>Thread: A reader or writer serves one thread at a time; names and their caches may be shared.
 *
 * <p>Use: Depends on {@code model.ByteSlice} alone; used by the other packages of {@code codec}, by
 * {@code source.deserializer} to write, and by {@code source.reader} and {@code table} for the
 * exception.
 */
package io.github.flinkdynamodb.streams.codec.json;
