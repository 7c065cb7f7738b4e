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
 * The primitives in which state is written and read, with limits and errors that name the field.
 *
 * <p>Thread: One thread at a time.
 *
 * <p>Use: Used by the serializers of splits and of the enumerator's state; depends on the JDK
 * alone.
 */
package io.github.flinkdynamodb.streams.source.state;
