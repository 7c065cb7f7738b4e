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
 * The calls to DynamoDB Streams that the source makes, and their answers, without a type of the AWS
 * SDK.
 *
 * <p>Thread: Values are immutable. A {@code StreamsClient} may be called from any thread and
 * answers on a thread of its own.
 *
 * <p>Use: Used by the source, the enumerator and the reader; depends on neither Flink nor the SDK.
 */
package io.github.flinkdynamodb.streams.client;
