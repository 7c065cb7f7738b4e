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
 * Schemas that turn a change record into an element of the stream, and the type information of
 * records.
 *
 * <p>Thread: A schema is called by the fetcher thread of its reader.
 *
 * <p>Use: Open to users, who implement {@code DynamoDbStreamsDeserializationSchema}; depends on
 * neither client nor reader.
 */
package io.github.flinkdynamodb.streams.source.deserializer;
