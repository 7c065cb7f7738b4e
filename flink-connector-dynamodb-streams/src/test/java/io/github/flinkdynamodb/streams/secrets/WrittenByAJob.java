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
package io.github.flinkdynamodb.streams.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.assertj.core.api.SoftAssertions;

/** What a job has written, by the place; each place must have something. */
final class WrittenByAJob {

    private static final Pattern VERTEX = Pattern.compile("\"id\":\"([0-9a-f]{32})\"");
    private static final String[] OF_A_JOB = {
        "",
        "/config",
        "/plan",
        "/exceptions",
        "/accumulators?includeSerializedValue=true",
        "/checkpoints",
        "/checkpoints/config",
        "/metrics"
    };
    private static final String[] OF_A_VERTEX = {
        "", "/accumulators", "/subtasks/accumulators", "/subtasktimes", "/taskmanagers", "/metrics"
    };
    private static final String[] OF_THE_CLUSTER = {
        "/jobs/overview", "/jobmanager/config", "/jobmanager/environment", "/taskmanagers"
    };

    private final Map<String, String> texts = new LinkedHashMap<>();

    WrittenByAJob add(String place, String text) {
        texts.merge(place, text, (old, more) -> old + '\n' + more);
        return this;
    }

    /** Adds all files below a folder. */
    WrittenByAJob addFiles(String place, Path folder) {
        Secrets.files(folder).forEach((name, text) -> add(place, name + '\n' + text));
        return this;
    }

    /** Adds what the REST API says of the job, and so what its web page shows. */
    WrittenByAJob addRest(TestCluster cluster, JobClient job) {
        String path = "/jobs/" + job.getJobID();
        String graph = cluster.rest(path);
        for (String more : OF_A_JOB) {
            addAnswer(cluster, path + more);
        }
        Matcher vertex = VERTEX.matcher(graph.substring(graph.indexOf("\"vertices\"")));
        while (vertex.find()) {
            for (String more : OF_A_VERTEX) {
                addAnswer(cluster, path + "/vertices/" + vertex.group(1) + more);
            }
        }
        for (String more : OF_THE_CLUSTER) {
            addAnswer(cluster, more);
        }
        return this;
    }

    private void addAnswer(TestCluster cluster, String path) {
        String answer = cluster.rest(path);
        assertThat(answer).as("GET %s", path).startsWith(answer.startsWith("[") ? "[" : "{");
        assertThat(answer).as("GET %s", path).doesNotContain("\"errors\":[\"");
        add("REST " + path.replaceAll("[0-9a-f]{32}", "ID"), answer);
    }

    /** Adds the names, variables and values of all metrics. */
    WrittenByAJob addMetrics(InMemoryReporter reporter) {
        synchronized (reporter) {
            reporter.getMetricsByGroup()
                    .forEach(
                            (group, metrics) -> {
                                add("metrics", group.getAllVariables().toString());
                                metrics.forEach(
                                        (name, metric) ->
                                                add("metrics", name + '=' + value(metric)));
                            });
        }
        return this;
    }

    private static String value(Metric metric) {
        if (metric instanceof Counter) {
            return String.valueOf(((Counter) metric).getCount());
        }
        return metric instanceof Gauge ? valueOf((Gauge<?>) metric) : metric.toString();
    }

    /** Some gauges of Flink's can't be read any more when their task has ended. */
    private static String valueOf(Gauge<?> gauge) {
        try {
            return String.valueOf(gauge.getValue());
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    /** What a place has. */
    String at(String place) {
        assertThat(texts).containsKey(place);
        return texts.get(place);
    }

    /** Asserts that each place has something, and none of them a secret. */
    void assertWithout(Secrets secrets) {
        SoftAssertions all = new SoftAssertions();
        texts.forEach(
                (place, text) -> {
                    all.assertThat(text).as(place).isNotBlank();
                    all.assertThat(secrets.in(text)).as(place).isEmpty();
                });
        all.assertAll();
    }
}
