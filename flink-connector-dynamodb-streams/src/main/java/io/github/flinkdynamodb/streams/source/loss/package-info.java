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
 * What happens when records are lost: applies {@code scan.on-data-loss}, in the same words
 * everywhere.
 *
 * <p>Thread: That of its user.
 *
 * <p>Use: Used by the enumerator and the reader, which find out that something is lost.
 */
package io.github.flinkdynamodb.streams.source.loss;
