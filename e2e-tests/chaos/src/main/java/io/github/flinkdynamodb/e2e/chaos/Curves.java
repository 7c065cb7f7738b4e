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
package io.github.flinkdynamodb.e2e.chaos;

import io.github.flinkdynamodb.tools.charts.Timeline.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples as curves over time.
 *
 * @param written changes a second that were written
 * @param read changes a second that the two readers were given, those again that they had before
 * @param lag for how many seconds of writing the changes make up that the job wasn't given yet
 */
record Curves(List<Point> written, List<Point> read, List<Point> lag) {

    static Curves of(ChaosResult result) {
        List<History.Sample> samples = result.history().samples();
        double rate = result.options().recordsPerSecond();
        Curves curves = new Curves(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 1; i < samples.size(); i++) {
            History.Sample before = samples.get(i - 1);
            History.Sample now = samples.get(i);
            double seconds = now.at() - before.at();
            curves.written.add(new Point(now.at(), (now.written() - before.written()) / seconds));
            curves.read.add(new Point(now.at(), (now.handedOut() - before.handedOut()) / seconds));
            curves.lag.add(new Point(now.at(), now.unread() / rate));
        }
        return curves;
    }

    static double average(List<Point> curve) {
        return curve.stream()
                .mapToDouble(Point::value)
                .filter(value -> value > 0)
                .average()
                .orElse(0);
    }

    static double most(List<Point> curve) {
        return curve.stream().mapToDouble(Point::value).max().orElse(0);
    }
}
