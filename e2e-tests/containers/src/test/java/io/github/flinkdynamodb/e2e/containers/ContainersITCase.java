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
package io.github.flinkdynamodb.e2e.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * SQL on a cluster in containers, with nothing but the SQL jar added to Flink, on a table of
 * DynamoDB Local in a third container.
 */
class ContainersITCase {

    private static final Path SQL_JAR = Path.of(System.getProperty("sql.jar"));
    private static final int PORT = 8000;

    private Network network;
    private GenericContainer<?> dynamoDbLocal;
    private FlinkContainers flink;
    private OrdersTable orders;

    /** Before each test, since a class whose assumption fails isn't reported as skipped. */
    @BeforeEach
    void start() throws Exception {
        Images.assumeDocker();
        network = Network.newNetwork();
        dynamoDbLocal =
                new GenericContainer<>(Images.dynamoDbLocal())
                        .withNetwork(network)
                        .withNetworkAliases("dynamodb")
                        .withExposedPorts(PORT)
                        .withCommand("-jar", "DynamoDBLocal.jar", "-inMemory", "-sharedDb")
                        .waitingFor(Wait.forHttp("/").forPort(PORT).forStatusCode(400));
        if (Images.areBuilt()) {
            dynamoDbLocal.withImagePullPolicy(name -> false);
        }
        dynamoDbLocal.start();
        flink = FlinkContainers.start(network, SQL_JAR);
        orders =
                new OrdersTable(
                        URI.create(
                                "http://"
                                        + dynamoDbLocal.getHost()
                                        + ":"
                                        + dynamoDbLocal.getMappedPort(PORT)));
    }

    @AfterEach
    void stop() {
        List<AutoCloseable> started = new ArrayList<>();
        started.add(orders);
        started.add(flink);
        started.add(dynamoDbLocal);
        started.add(network);
        for (AutoCloseable each : started) {
            closeQuietly(each);
        }
    }

    private static void closeQuietly(AutoCloseable each) {
        try {
            if (each != null) {
                each.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("Cannot stop " + each, e);
        }
    }

    @Test
    void theSqlTableIsWhatTheDynamoDbTableIs() throws Exception {
        StreamTableEnvironment sql =
                StreamTableEnvironment.create(
                        StreamExecutionEnvironment.createRemoteEnvironment(
                                flink.host(), flink.restPort()));
        orders.change(300);
        declare(sql, "upsert");
        declare(sql, "full");

        Map<String, Long> wanted = orders.amounts();

        assertThat(wanted).hasSizeBetween(10, 50);
        assertThat(materialised(sql, "SELECT id, amount FROM orders_upsert")).isEqualTo(wanted);
        assertThat(materialised(sql, "SELECT id, amount FROM orders_full")).isEqualTo(wanted);
        assertThat(lastRow(sql, "SELECT COUNT(*), SUM(amount) FROM orders_full"))
                .isEqualTo(
                        Row.of(
                                (long) wanted.size(),
                                wanted.values().stream().mapToLong(Long::longValue).sum()));
    }

    private static void declare(StreamTableEnvironment sql, String mode) {
        sql.executeSql(
                "CREATE TABLE orders_"
                        + mode
                        + " (id STRING, amount BIGINT, PRIMARY KEY (id) NOT ENFORCED) WITH ("
                        + "'connector' = 'dynamodb-streams', 'table-name' = '"
                        + OrdersTable.NAME
                        + "', 'aws.region' = 'eu-west-1', 'aws.endpoint' = 'http://dynamodb:"
                        + PORT
                        + "', 'aws.credentials.provider' = 'BASIC',"
                        + " 'aws.credentials.basic.accesskeyid' = 'any',"
                        + " 'aws.credentials.basic.secretkey' = 'any',"
                        + " 'scan.startup.mode' = 'trim-horizon', 'scan.bounded.mode' = 'latest',"
                        + " 'scan.changelog-mode' = '"
                        + mode
                        + "')");
    }

    /** Applies a changelog of ids and amounts to an empty table. */
    private static Map<String, Long> materialised(StreamTableEnvironment sql, String query)
            throws Exception {
        Map<String, Long> table = new TreeMap<>();
        try (CloseableIterator<Row> rows = sql.executeSql(query).collect()) {
            rows.forEachRemaining(
                    row -> {
                        String id = row.getFieldAs(0);
                        boolean gone =
                                row.getKind() == RowKind.DELETE
                                        || row.getKind() == RowKind.UPDATE_BEFORE;
                        if (gone) {
                            table.remove(id);
                        } else {
                            table.put(id, row.getFieldAs(1));
                        }
                    });
        }
        return table;
    }

    /** The result that stands in the end, as an insertion. */
    private static Row lastRow(StreamTableEnvironment sql, String query) throws Exception {
        List<Row> all = new ArrayList<>();
        try (CloseableIterator<Row> rows = sql.executeSql(query).collect()) {
            rows.forEachRemaining(all::add);
        }
        Row last = all.get(all.size() - 1);
        last.setKind(RowKind.INSERT);
        return last;
    }
}
