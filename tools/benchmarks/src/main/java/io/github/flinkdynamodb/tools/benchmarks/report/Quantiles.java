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
package io.github.flinkdynamodb.tools.benchmarks.report;

import io.github.flinkdynamodb.tools.charts.Bars;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Some measured values, in order of size. Immutable. */
public final class Quantiles {

    private final double[] sorted;

    /**
     * Takes values.
     *
     * @param values at least one, in any order; copied
     */
    public Quantiles(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /** Takes the values of a list. */
    public static Quantiles of(List<Double> values) {
        return new Quantiles(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Takes all values of others. */
    public static Quantiles all(List<Quantiles> parts) {
        return new Quantiles(
                parts.stream().flatMapToDouble(part -> Arrays.stream(part.sorted)).toArray());
    }

    /**
     * The value that a part of all values doesn't exceed: of n values the one of rank part * n,
     * rounded up.
     *
     * @param part 0 to 1
     */
    public double at(double part) {
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1];
    }

    /** The value in the middle. */
    public double median() {
        return at(0.5);
    }

    /** The least value. */
    public double least() {
        return sorted[0];
    }

    /** The greatest value. */
    public double most() {
        return sorted[sorted.length - 1];
    }

    /** The median alone, as if it were measured once. */
    public Quantiles midpoint() {
        return new Quantiles(median());
    }

    /** All values, the least one first. */
    public DoubleStream values() {
        return Arrays.stream(sorted);
    }

    /** The median with the least and the greatest value, as a bar shows them. */
    public Bars.Span span() {
        return new Bars.Span(median(), least(), most());
    }

    /** How many values there are. */
    public int count() {
        return sorted.length;
    }
}
