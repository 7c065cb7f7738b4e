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
package io.github.flinkdynamodb.streams;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks what Flink's version may change: it runs on the newest Flink and, as the same class file,
 * on the oldest ({@code e2e-tests/oldest-flink}). That is whatever runs a job, plans SQL, or
 * implements or calls an interface of Flink that has behaviour: readers, enumerators, serializers,
 * tables. What only reads JSON, speaks to the service or compares shards runs once.
 *
 * <p>Both test engines know the tag. {@code -Pfull} runs every test on both.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("flink")
@net.jqwik.api.Tag("flink")
public @interface OnEachFlink {}
