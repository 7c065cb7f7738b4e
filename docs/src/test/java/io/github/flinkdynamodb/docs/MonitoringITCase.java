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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.prometheus.ScrapedReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What Flink's reporter shows Prometheus of a job is what the dashboard and the rules ask for. */
class MonitoringITCase {

    private static final int SHARDS = 2;
    private static final String OF_A_SHARD =
            "flink_taskmanager_job_task_operator_shard_recordsBehind";

    private static String scrapeOfAJob() throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable orders =
                    simulator.createTable(TableSettings.table("orders").shards(SHARDS));
            for (int i = 0; i < 100; i++) {
                orders.put(Item.builder().s("pk", "order-" + i).build());
            }
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(
                            ScrapedReporter.configuration());
            env.setParallelism(1);
            env.enableCheckpointing(500);
            DynamoDbStreamsSource<String> source =
                    DynamoDbStreamsSource.<String>builder()
                            .setTableName("orders")
                            .setEndpoint(simulator.endpoint().toString())
                            .setRegion(simulator.region())
                            .setBasicCredentials("any", "any")
                            .setStartupPosition(StartupPosition.trimHorizon())
                            .setDeserializer(JsonStringDeserializationSchema.plainJson())
                            .set(DynamoDbStreamsSourceOptions.METRICS_PER_SHARD, true)
                            .build();
            env.fromSource(source, WatermarkStrategy.noWatermarks(), "orders")
                    .sinkTo(new DiscardingSink<>());
            JobClient job = env.executeAsync("orders");
            try {
                Set<String> wanted = MonitoringFiles.metrics();
                return Awaitility.await("each shard's gauges, and what is asked for")
                        .atMost(Duration.ofMinutes(1))
                        .until(ScrapedReporter::scrape, scraped -> hasAll(scraped, wanted));
            } finally {
                job.cancel().get();
            }
        }
    }

    /** Metrics are registered one by one: the reader's, each shard's, and the enumerator's. */
    private static boolean hasAll(String scraped, Set<String> metrics) {
        return labels(scraped, OF_A_SHARD, "shard").size() == SHARDS
                && metrics.stream()
                        .noneMatch(metric -> labels(scraped, metric, "job_name").isEmpty());
    }

    /** The values that a label has with a metric. */
    private static Set<String> labels(String scraped, String metric, String label) {
        return Pattern.compile(
                        "^" + metric + "\\{[^}]*\\b" + label + "=\"([^\"]*)\"", Pattern.MULTILINE)
                .matcher(scraped)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void everyMetricThatIsAskedForIsThereUnderTheSameTaskAndJob() throws Exception {
        String scraped = scrapeOfAJob();

        assertThat(MonitoringFiles.metrics())
                .isNotEmpty()
                .allSatisfy(
                        metric ->
                                assertThat(labels(scraped, metric, "job_name"))
                                        .as(metric)
                                        .containsExactly("orders"));
        // The name of an operator is another one on the JobManager.
        assertThat(
                        labels(
                                scraped,
                                "flink_taskmanager_job_task_operator_getRecordsCalls",
                                "task_name"))
                .hasSize(1)
                .isEqualTo(
                        labels(
                                scraped,
                                "flink_jobmanager_job_operator_coordinator_enumerator_knownShards",
                                "task_name"));
    }
}
