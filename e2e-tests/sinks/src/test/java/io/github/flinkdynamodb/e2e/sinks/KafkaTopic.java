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
package io.github.flinkdynamodb.e2e.sinks;

import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import io.github.flinkdynamodb.e2e.cluster.SqlGateway;
import java.io.IOException;
import java.util.List;

/** The topic of the recipe for Kafka, read from its beginning up to what is there. */
final class KafkaTopic implements SinkTable {

    private static final String ADDRESS = "localhost:9092";

    private final KafkaServer server;

    /** Which topic it is, since tests share a server. */
    private final String topic;

    KafkaTopic(KafkaServer server, String topic) {
        this.server = server;
        this.topic = topic;
    }

    @Override
    public String recipe() {
        return "Kafka";
    }

    @Override
    public FlinkDistribution installedIn(FlinkDistribution flink) {
        return Jars.add(flink, Jars.named("kafka", flink));
    }

    @Override
    public String located(String statement) {
        return statement
                .replace(ADDRESS, server.address())
                .replace("'topic' = 'orders'", "'topic' = '" + topic + "'");
    }

    @Override
    public List<String> rows(SqlGateway gateway) throws IOException {
        return new SqlReader(this)
                .rows(
                        gateway,
                        false,
                        "SELECT id, customer, status, total, version FROM orders_in_kafka"
                                + " /*+ OPTIONS('scan.bounded.mode' = 'latest-offset') */");
    }
}
