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
import java.util.Set;
import java.util.TreeSet;
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
        groups(job)
                .forEach(
                        metrics -> {
                            if (metrics.containsKey(name)) {
                                found.add(metrics.get(name));
                            }
                        });
        return found;
    }

    /** The only metric of a name; for names that no other operator of the job registers. */
    Metric only(JobClient job, String name) {
        List<Metric> found = find(job, name);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " metrics are named " + name);
        }
        return found.get(0);
    }

    /** The sum of the counters and gauges of a name; 0 where there is none. */
    long sum(JobClient job, String name) {
        return find(job, name).stream().mapToLong(JobMetrics::number).sum();
    }

    /** The metrics of the group that has a certain one, by name. */
    Map<String, Metric> beside(JobClient job, String name) {
        return groups(job).stream()
                .filter(metrics -> metrics.containsKey(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric is named " + name));
    }

    /** The names of all metrics of a job. */
    Set<String> names(JobClient job) {
        Set<String> names = new TreeSet<>();
        groups(job).forEach(metrics -> names.addAll(metrics.keySet()));
        return names;
    }

    static long number(Metric metric) {
        if (metric instanceof Counter) {
            return ((Counter) metric).getCount();
        }
        return ((Number) ((Gauge<?>) metric).getValue()).longValue();
    }

    private List<Map<String, Metric>> groups(JobClient job) {
        List<Map<String, Metric>> groups = new ArrayList<>();
        synchronized (reporter) {
            for (Map.Entry<MetricGroup, Map<String, Metric>> group :
                    reporter.getMetricsByGroup().entrySet()) {
                if (group.getKey().getAllVariables().containsValue(job.getJobID().toString())) {
                    groups.add(Map.copyOf(group.getValue()));
                }
            }
        }
        return groups;
    }
}
