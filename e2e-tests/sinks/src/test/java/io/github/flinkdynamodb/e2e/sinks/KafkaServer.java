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

import io.github.flinkdynamodb.e2e.cluster.ChildProcess;
import io.github.flinkdynamodb.tools.dynamodblocal.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A Kafka broker in a process of its own, on loopback. Topics are created when they are used. */
final class KafkaServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String CLUSTER_ID = "c2lua3MtaW4tdGVzdHMtMQ";

    private final int port;
    private final ChildProcess process;

    private KafkaServer(int port, ChildProcess process) {
        this.port = port;
        this.process = process;
    }

    /** Starts a broker and waits until it answers, with a folder for its settings and topics. */
    static KafkaServer start(Path folder) throws IOException {
        int port = FreePort.find();
        Path properties = folder.resolve("server.properties");
        Files.write(properties, settings(folder, port, FreePort.find()));
        Path log = folder.resolve("kafka.log");
        try (ChildProcess format =
                run(
                        log,
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        CLUSTER_ID,
                        "-c",
                        properties.toString())) {
            if (format.awaitEnd(PATIENCE) != 0) {
                throw new IllegalStateException(format.tail());
            }
        }
        ChildProcess process = run(log, "kafka.Kafka", properties.toString());
        try {
            Awaitility.await("The broker answers")
                    .pollInSameThread()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("it ends", process::checkAlive)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> answers(port));
            return new KafkaServer(port, process);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        }
    }

    private static List<String> settings(Path folder, int port, int controllerPort) {
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                "listeners=PLAINTEXT://127.0.0.1:"
                        + port
                        + ",CONTROLLER://127.0.0.1:"
                        + controllerPort,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names=CONTROLLER",
                "inter.broker.listener.name=PLAINTEXT",
                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "log.dirs=" + folder.resolve("topics"),
                "log.cleanup.policy=compact",
                "num.partitions=3",
                "offsets.topic.num.partitions=1",
                "offsets.topic.replication.factor=1",
                "transaction.state.log.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1");
    }

    private static ChildProcess run(Path log, String program, String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                Path.of(System.getProperty("kafka.server.dir"), "*").toString(),
                                program));
        all.addAll(List.of(arguments));
        return ChildProcess.java(program, log, all, Map.of());
    }

    /** The broker's address. */
    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
    }
}
