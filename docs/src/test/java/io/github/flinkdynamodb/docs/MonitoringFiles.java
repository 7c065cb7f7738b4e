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
package io.github.flinkdynamodb.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The dashboard and the alert rules. */
final class MonitoringFiles {

    static final Path FOLDER = Repository.file("docs/operations");
    static final Path DASHBOARD = FOLDER.resolve("grafana-dashboard.json");
    static final Path RULES = FOLDER.resolve("prometheus-rules.yaml");
    static final Path TESTS_OF_RULES = FOLDER.resolve("prometheus-rules-test.yaml");

    private static final Pattern METRIC = Pattern.compile("\\bflink_\\w+");
    private static final Pattern EXPRESSION =
            Pattern.compile("^ *\"expr\": \"((?:[^\"\\\\]|\\\\\")*)\",?$", Pattern.MULTILINE);
    private static final Pattern ALERT = Pattern.compile("^ *- alert: (\\w+)$", Pattern.MULTILINE);

    private MonitoringFiles() {}

    /** The metrics that are asked for, as Prometheus has them. */
    static Set<String> metrics() throws IOException {
        Set<String> metrics = new TreeSet<>();
        for (Path file : List.of(DASHBOARD, RULES)) {
            METRIC.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .forEach(metrics::add);
        }
        return metrics;
    }

    /** The expressions of the dashboard's panels, with their variables. */
    static List<String> expressions() throws IOException {
        return EXPRESSION
                .matcher(Files.readString(DASHBOARD))
                .results()
                .map(match -> match.group(1).replace("\\\"", "\""))
                .collect(Collectors.toList());
    }

    /** The names of the alerts. */
    static List<String> alerts() throws IOException {
        return ALERT.matcher(Files.readString(RULES))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toList());
    }
}
