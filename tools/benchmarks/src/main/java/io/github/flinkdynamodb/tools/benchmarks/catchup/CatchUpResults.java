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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What was measured of one case: for each variant the figures of each round. */
final class CatchUpResults {

    private final CatchUpCase job;
    private final Map<Variant, List<CatchUpFigures>> rounds = new EnumMap<>(Variant.class);

    CatchUpResults(CatchUpCase job) {
        this.job = job;
    }

    CatchUpCase job() {
        return job;
    }

    /** Adds the next round of a variant. */
    void add(Variant variant, CatchUpFigures figures) {
        rounds.computeIfAbsent(variant, created -> new ArrayList<>()).add(figures);
    }

    Set<Variant> variants() {
        return rounds.keySet();
    }

    boolean has(Variant variant) {
        return rounds.containsKey(variant);
    }

    /** A figure of a variant, over the rounds. */
    Quantiles of(Variant variant, ToDoubleFunction<CatchUpFigures> figure) {
        return new Quantiles(rounds.get(variant).stream().mapToDouble(figure).toArray());
    }

    /** How often a figure of one variant has that of another, round by round. */
    Quantiles ratio(Variant one, Variant other, ToDoubleFunction<CatchUpFigures> figure) {
        return ratio(rounds.get(one), rounds.get(other), figure);
    }

    /** How often a figure of a variant has that of the same variant in another case. */
    Quantiles ratio(
            CatchUpResults other, Variant variant, ToDoubleFunction<CatchUpFigures> figure) {
        return ratio(rounds.get(variant), other.rounds.get(variant), figure);
    }

    private static Quantiles ratio(
            List<CatchUpFigures> ones,
            List<CatchUpFigures> others,
            ToDoubleFunction<CatchUpFigures> figure) {
        double[] ratios = new double[Math.min(ones.size(), others.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(ones.get(i)) / figure.applyAsDouble(others.get(i));
        }
        return new Quantiles(ratios);
    }
}
