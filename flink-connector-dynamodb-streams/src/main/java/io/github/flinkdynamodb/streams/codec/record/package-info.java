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
 * Change records of DynamoDB Streams, and the pages that they come in; knows nobody who reads them.
 *
 * <p>Thread: A reader serves one thread at a time.
 *
 * <p>Use: Depends on {@code codec.item}, {@code codec.json} and {@code model}; used by {@code
 * source.reader}, and by {@code codec.text} for single records.
 */
package io.github.flinkdynamodb.streams.codec.record;
