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

/**
 * A figure that is aimed at.
 *
 * @param group its number in the list of targets
 * @param what is measured
 * @param bound "at least" or "at most" and a figure
 * @param measured what was measured, over all repetitions
 * @param reached whether the median keeps the bound
 */
public record Target(int group, String what, String bound, Quantiles measured, boolean reached) {

    /**
     * A figure that is to be as great as a bound, or greater.
     *
     * @param unit stands behind the bound, such as "x" or " ms"
     */
    public static Target atLeast(
            int group, String what, double bound, String unit, Quantiles measured) {
        return new Target(
                group,
                what,
                "at least " + Table.text(bound) + unit,
                measured,
                measured.median() >= bound);
    }

    /** A figure that is to be as small as a bound, or smaller; see {@link #atLeast}. */
    public static Target atMost(
            int group, String what, double bound, String unit, Quantiles measured) {
        return new Target(
                group,
                what,
                "at most " + Table.text(bound) + unit,
                measured,
                measured.median() <= bound);
    }
}
