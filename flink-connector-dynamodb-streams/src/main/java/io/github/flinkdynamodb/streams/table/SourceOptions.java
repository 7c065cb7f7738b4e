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
package io.github.flinkdynamodb.streams.table;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The options of a SQL table that go to the source as they are. Immutable. */
final class SourceOptions {

    private final Map<String, String> values;
    private final Integer parallelism;

    /**
     * Creates options.
     *
     * @param values the source's own, by their keys
     * @param parallelism the parallelism of the scan; null for that of the job
     */
    SourceOptions(Map<String, String> values, Integer parallelism) {
        this.values = Map.copyOf(values);
        this.parallelism = parallelism;
    }

    Map<String, String> values() {
        return values;
    }

    Optional<Integer> parallelism() {
        return Optional.ofNullable(parallelism);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SourceOptions
                && values.equals(((SourceOptions) o).values)
                && Objects.equals(parallelism, ((SourceOptions) o).parallelism);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, parallelism);
    }
}
