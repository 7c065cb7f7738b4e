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
package io.github.flinkdynamodb.streams.source.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.testutils.InMemoryReporter;

/** The metrics that jobs have registered, those of ended tasks included. */
final class JobMetrics {

    private final InMemoryReporter reporter;

    JobMetrics(InMemoryReporter reporter) {
        this.reporter = reporter;
    }

    /** The metrics of a name in all of a job's groups. */
    List<Metric> find(JobClient job, String name) {
        List<Metric> found = new ArrayList<>();
        forEachGroup(
                job,
                (group, metrics) -> {
                    if (metrics.containsKey(name)) {
                        found.add(metrics.get(name));
                    }
                });
        return found;
    }

    /** The value of a metric of one operator of the job, at parallelism 1. */
    long of(JobClient job, String operator, String name) {
        List<Metric> found = new ArrayList<>();
        forEachGroup(
                job,
                (group, metrics) -> {
                    if (operator.equals(group.getAllVariables().get("<operator_name>"))
                            && metrics.containsKey(name)) {
                        found.add(metrics.get(name));
                    }
                });
        if (found.size() != 1) {
            throw new AssertionError(
                    found.size() + " metrics " + name + " of the operator " + operator);
        }
        return number(found.get(0));
    }

    /** The sum of the counters and gauges of a name; 0 where there is none. */
    long sum(JobClient job, String name) {
        return find(job, name).stream().mapToLong(JobMetrics::number).sum();
    }

    static long number(Metric metric) {
        if (metric instanceof Counter) {
            return ((Counter) metric).getCount();
        }
        return ((Number) ((Gauge<?>) metric).getValue()).longValue();
    }

    private void forEachGroup(JobClient job, BiConsumer<MetricGroup, Map<String, Metric>> visit) {
        String id = job.getJobID().toString();
        synchronized (reporter) {
            reporter.getMetricsByGroup()
                    .forEach(
                            (group, metrics) -> {
                                if (id.equals(group.getAllVariables().get("<job_id>"))) {
                                    visit.accept(group, metrics);
                                }
                            });
        }
    }
}
