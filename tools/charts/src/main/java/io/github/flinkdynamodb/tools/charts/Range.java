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
package io.github.flinkdynamodb.tools.charts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/** From the least to the greatest value of an axis, both of them ticks. */
record Range(Plot.Scale scale, double least, double most) {

    private static final int TICKS = 5;

    static Range of(Plot.Scale scale, double[] values) {
        DoubleSummaryStatistics all = Arrays.stream(values).summaryStatistics();
        if (scale == Plot.Scale.LINEAR) {
            return new Range(scale, 0, roundUp(Math.max(all.getMax(), 1e-9) / TICKS) * TICKS);
        }
        double least = Math.pow(10, Math.floor(Math.log10(all.getMin()) + 1e-9));
        double most = Math.pow(10, Math.ceil(Math.log10(all.getMax()) - 1e-9));
        return new Range(scale, least, Math.max(most, least * 10));
    }

    /** The next number that reads well, such as 250. */
    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 2.5, 4, 5, 8}) {
            if (step * power >= value * 0.999999) {
                return step * power;
            }
        }
        return 10 * power;
    }

    double share(double value) {
        return scale == Plot.Scale.LINEAR
                ? (value - least) / (most - least)
                : Math.log(value / least) / Math.log(most / least);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (scale == Plot.Scale.LINEAR) {
            for (int i = 0; i <= TICKS; i++) {
                ticks.add(most * i / TICKS);
            }
        } else {
            for (double tick = least; tick <= most * 1.000001; tick *= 10) {
                ticks.add(tick);
            }
        }
        return ticks;
    }
}
