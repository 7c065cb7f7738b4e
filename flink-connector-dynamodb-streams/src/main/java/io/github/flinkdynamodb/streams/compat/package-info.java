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
 * What implements interfaces of Flink that not all of its versions have, or have the same helpers
 * for. Nothing else may name a type that is newer than the oldest of them.
 *
 * <p>Thread: Immutable.
 *
 * <p>Use: Used by {@code source}.
 */
package io.github.flinkdynamodb.streams.compat;
