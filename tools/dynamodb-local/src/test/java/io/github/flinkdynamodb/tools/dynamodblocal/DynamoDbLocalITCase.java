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
package io.github.flinkdynamodb.tools.dynamodblocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamoDbLocalITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void startedServerAnswersCallsAndClosedServerLeavesNoProcess() throws Exception {
        ProcessHandle child;
        try (DynamoDbLocal server = DynamoDbLocal.start()) {
            child = ProcessHandle.of(server.pid()).orElseThrow();

            assertThat(call(server.endpoint(), "ListTables", "{}"))
                    .isEqualTo("{\"TableNames\":[]}");
            assertThat(server.isRunning()).isTrue();
            assertThat(server.output()).contains("Port:\t" + server.port());
        }

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void twoServersRunSideBySide() throws Exception {
        try (DynamoDbLocal one = DynamoDbLocal.start();
                DynamoDbLocal other = DynamoDbLocal.start()) {
            createTable(one.endpoint(), "orders");

            assertThat(call(other.endpoint(), "ListTables", "{}")).isEqualTo("{\"TableNames\":[]}");
        }
    }

    @Test
    void tablesOnDiskSurviveACrash(@TempDir Path folder) throws Exception {
        try (DynamoDbLocal server = DynamoDbLocal.builder().dbPath(folder).start()) {
            URI before = server.endpoint();
            createTable(before, "orders");
            server.kill();
            assertThat(server.isRunning()).isFalse();

            server.restart();

            assertThat(server.endpoint()).isEqualTo(before);
            assertThat(call(before, "ListTables", "{}")).isEqualTo("{\"TableNames\":[\"orders\"]}");
        }
    }

    @Test
    void takenPortIsReportedWithWhatTheServerPrinted() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            DynamoDbLocal.Builder builder =
                    DynamoDbLocal.builder()
                            .port(taken.getLocalPort())
                            .startTimeout(Duration.ofSeconds(20));

            assertThatThrownBy(builder::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void serverEndsWithAParentThatWasKilled() throws Exception {
        Process parent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-D"
                                        + DynamoDbLocal.JARS_PROPERTY
                                        + "="
                                        + System.getProperty(DynamoDbLocal.JARS_PROPERTY),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledParent.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            ProcessHandle child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();

            parent.destroyForcibly().waitFor();

            await().atMost(PATIENCE).until(() -> !child.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    private static void createTable(URI endpoint, String name) throws Exception {
        String answer =
                call(
                        endpoint,
                        "CreateTable",
                        "{\"TableName\":\""
                                + name
                                + "\",\"BillingMode\":\"PAY_PER_REQUEST\","
                                + "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}],"
                                + "\"AttributeDefinitions\":"
                                + "[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}]}");
        assertThat(answer).contains("\"TableStatus\":\"ACTIVE\"");
    }

    private static String call(URI endpoint, String operation, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/dynamodb/"
                                        + "aws4_request, SignedHeaders=host, Signature=0")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    /** A program that starts a server, prints the server's process id, and waits to be killed. */
    static final class KilledParent {

        private KilledParent() {}

        /**
         * Runs the program.
         *
         * @param args none
         * @throws InterruptedException never
         */
        public static void main(String[] args) throws InterruptedException {
            System.out.println(DynamoDbLocal.start().pid());
            Thread.currentThread().join();
        }
    }
}
