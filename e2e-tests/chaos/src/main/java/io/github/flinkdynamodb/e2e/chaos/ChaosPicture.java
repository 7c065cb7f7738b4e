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

import io.github.flinkdynamodb.tools.charts.Picture;
import io.github.flinkdynamodb.tools.charts.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The picture of a run: throughput above, lag below it, what was done to the cluster as bands
 * through both, and a row of dots for each kind of fault and of change of the shards.
 */
final class ChaosPicture {

    private static final String WRITTEN = "#9a9a9a";
    private static final String READ = "#1f6fb4";
    private static final String LAG = "#7a3e9d";
    private static final String FAULT = "#b03a2e";
    private static final String SHARDS = "#2e7d5b";
    private static final String OTHER = "#888";
    private static final Map<String, String> BANDS =
            new TreeMap<>(
                    Map.of(
                            "kill -9 of a TaskManager", "#e4572e",
                            "savepoint and rescale", "#3fa34d",
                            "restart of the JobManager", "#f0b000"));

    private ChaosPicture() {}

    static Picture of(ChaosResult result) {
        Timeline picture = new Timeline("chaos", title(result), "seed " + result.options().seed());
        picture.legend(WRITTEN, "written");
        picture.legend(READ, "read, by DataStream and twice by SQL, after a failure again");
        picture.legend(LAG, "lag");
        BANDS.forEach(
                (kind, colour) -> {
                    int count = result.disturbances().getOrDefault(kind, 0);
                    picture.legend(colour, count + " x " + kind);
                });
        History history = result.history();
        for (History.Disturbance done : history.disturbances()) {
            // From what was done until the job was well again.
            String colour = BANDS.getOrDefault(done.kind(), OTHER);
            picture.band(done.begin(), done.end(), colour);
        }
        Curves curves = Curves.of(result);
        picture.panel(
                "changes a second",
                new Timeline.Curve(READ, curves.read()),
                new Timeline.Curve(WRITTEN, curves.written()));
        picture.panel("lag in seconds of writing", new Timeline.Curve(LAG, curves.lag()));
        picture.events("calls that went wrong", FAULT, rows(history.faults()));
        picture.events("the shards", SHARDS, rows(history.shardChanges()));
        return picture;
    }

    private static String title(ChaosResult result) {
        Comparison compared = result.comparison();
        return String.format(
                Locale.ROOT,
                "Chaos run: %,d changes, %,d faults; lost %,d, doubled %,d, out of order %,d",
                compared.written(),
                result.faultCount(),
                compared.lost(),
                compared.duplicates(),
                compared.outOfOrder());
    }

    private static Map<String, List<Double>> rows(List<History.Mark> marks) {
        Map<String, List<Double>> rows = new TreeMap<>();
        marks.forEach(
                mark ->
                        rows.computeIfAbsent(mark.kind(), kind -> new ArrayList<>())
                                .add(mark.at()));
        return rows;
    }
}
