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

/** The options of a SQL table that say how its stream is read. Immutable. */
final class SourceOptions {

    private final Map<String, String> values;
    private final boolean nullOnDecodeError;
    private final Integer parallelism;
    private final SourceWatermarks watermarks;

    /**
     * Creates options.
     *
     * @param values the source's own, by their keys
     * @param nullOnDecodeError whether a field that can't be decoded becomes NULL
     * @param parallelism the parallelism of the scan; null for that of the job
     * @param watermarks the watermarks of SOURCE_WATERMARK()
     */
    SourceOptions(
            Map<String, String> values,
            boolean nullOnDecodeError,
            Integer parallelism,
            SourceWatermarks watermarks) {
        this.values = Map.copyOf(values);
        this.nullOnDecodeError = nullOnDecodeError;
        this.parallelism = parallelism;
        this.watermarks = watermarks;
    }

    Map<String, String> values() {
        return values;
    }

    boolean nullOnDecodeError() {
        return nullOnDecodeError;
    }

    Optional<Integer> parallelism() {
        return Optional.ofNullable(parallelism);
    }

    SourceWatermarks watermarks() {
        return watermarks;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof SourceOptions)) {
            return false;
        }
        SourceOptions that = (SourceOptions) o;
        return values.equals(that.values)
                && nullOnDecodeError == that.nullOnDecodeError
                && Objects.equals(parallelism, that.parallelism)
                && watermarks.equals(that.watermarks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, nullOnDecodeError, parallelism, watermarks);
    }
}
