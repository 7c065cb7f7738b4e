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

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was measured of some variants, one after the other in each of several rounds, so that each
 * ratio is of two that were measured in the same round.
 *
 * @param <V> the variants
 */
public final class Rounds<V extends Enum<V>> {

    private final Map<V, List<Map<String, Double>>> runs;

    private Rounds(Map<V, List<Map<String, Double>>> runs) {
        this.runs = runs;
    }

    /**
     * Measures a variant once.
     *
     * @param <V> the variants
     */
    public interface Run<V> {

        /**
         * Measures.
         *
         * @return figures by name
         * @throws Exception if there are none
         */
        Map<String, Double> measure(V variant) throws Exception;
    }

    /**
     * Measures all variants, in the order of their constants.
     *
     * @param variants the type of the variants
     * @param rounds how often each is measured, at least once
     * @param run measures one
     * @param <V> the variants
     * @throws Exception what a run throws
     */
    public static <V extends Enum<V>> Rounds<V> measure(Class<V> variants, int rounds, Run<V> run)
            throws Exception {
        Map<V, List<Map<String, Double>>> runs = new EnumMap<>(variants);
        for (int round = 0; round < rounds; round++) {
            for (V variant : variants.getEnumConstants()) {
                runs.computeIfAbsent(variant, v -> new ArrayList<>()).add(run.measure(variant));
            }
        }
        return new Rounds<>(runs);
    }

    /** A variant's figure, of all rounds. */
    public Quantiles of(V variant, String figure) {
        return new Quantiles(
                runs.get(variant).stream().mapToDouble(run -> run.get(figure)).toArray());
    }

    /** How often a figure of one variant has that of another, round by round. */
    public Quantiles ratio(V one, V other, String figure) {
        List<Map<String, Double>> ones = runs.get(one);
        List<Map<String, Double>> others = runs.get(other);
        return new Quantiles(
                IntStream.range(0, ones.size())
                        .mapToDouble(i -> ones.get(i).get(figure) / others.get(i).get(figure))
                        .toArray());
    }
}
