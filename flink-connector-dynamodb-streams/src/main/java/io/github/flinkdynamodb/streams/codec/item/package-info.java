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
 * Items of DynamoDB: which attributes are wanted of them, where these lie in the text, and what
 * they say; doesn't know pages.
 *
 * <p>Thread: An index, and each reader but the one that looks into nothing, serves one thread.
 *
 * <p>Use: Depends on {@code codec.json} and {@code model}; used by the other packages of {@code
 * codec}, by {@code source.deserializer} and {@code source.reader} to hand on what a schema wants,
 * and by {@code table}, which plans what is wanted and reads the index of it.
 */
package io.github.flinkdynamodb.streams.codec.item;
