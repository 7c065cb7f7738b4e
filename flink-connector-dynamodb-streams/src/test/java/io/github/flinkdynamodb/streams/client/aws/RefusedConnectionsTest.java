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
package io.github.flinkdynamodb.streams.client.aws;

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.STREAM;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.client;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Connections that can't be made fail their attempt; none waits for a time limit. The limits are
 * those that jobs run with, so that an attempt which runs into one has lost its failure, however
 * slow the machine is.
 */
class RefusedConnectionsTest {

    private static final int CALLS = 1_000;

    /** Calls at a time. One that is lost is found by the next one on the same client. */
    private static final int AT_A_TIME = 20;

    /** No part of a name may have more than 63 characters: no name server is asked. */
    private static final URI UNKNOWN_HOST = URI.create("http://" + "n".repeat(64) + ".invalid");

    private RefusingPort port;

    @BeforeEach
    void bind() throws IOException {
        port = new RefusingPort();
    }

    @AfterEach
    void release() throws IOException {
        port.close();
    }

    @Test
    void callsOfFreshClientsAreRefusedWithoutATimeLimit() {
        List<Throwable> failures = new ArrayList<>();
        while (failures.size() < CALLS) {
            failures.addAll(callsOfFreshClients(port.endpoint()));
        }

        assertThat(failures).hasSize(CALLS);
        assertNoLimit(failures, "refused");
    }

    @Test
    void callsOfASharedClientAreRefusedWithoutATimeLimit() {
        List<Throwable> failures = new ArrayList<>();
        try (AwsStreamsClient shared = client(settings(port.endpoint()))) {
            while (failures.size() < CALLS) {
                failures.addAll(failures(AT_A_TIME, () -> shared));
            }
        }

        assertThat(failures).hasSize(CALLS);
        assertNoLimit(failures, "refused");
    }

    @Test
    void unknownHostsAreReportedWithoutATimeLimit() {
        List<Throwable> failures = callsOfFreshClients(UNKNOWN_HOST);

        assertNoLimit(failures, "UnknownHostException");
    }

    private static void assertNoLimit(List<Throwable> failures, String reason) {
        assertThat(failures.stream().filter(RefusedConnectionsTest::ranIntoALimit).count())
                .as("calls of which an attempt ran into a time limit, of %s", failures.size())
                .isZero();
        assertThat(failures).allMatch(failure -> tells(failure, reason));
    }

    private static List<Throwable> callsOfFreshClients(URI endpoint) {
        List<AwsStreamsClient> clients = new ArrayList<>();
        try {
            return failures(
                    AT_A_TIME,
                    () -> {
                        clients.add(client(settings(endpoint)));
                        return clients.get(clients.size() - 1);
                    });
        } finally {
            clients.forEach(AwsStreamsClient::close);
        }
    }

    /** What so many calls end with, made at the same time. */
    private static List<Throwable> failures(int calls, Supplier<AwsStreamsClient> clients) {
        List<CompletableFuture<Throwable>> made = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            made.add(clients.get().describeStream(STREAM, null).handle((page, failure) -> failure));
        }
        List<Throwable> failures = new ArrayList<>();
        made.forEach(call -> failures.add(call.orTimeout(60, TimeUnit.SECONDS).join()));
        return failures;
    }

    /** The SDK keeps the failures of earlier attempts as suppressed ones. */
    private static boolean ranIntoALimit(Throwable failure) {
        return tells(failure, "before the specified timeout") || tells(failure, "Acquire");
    }

    private static boolean tells(Throwable failure, String text) {
        Set<Throwable> parts = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(failure, parts);
        return parts.stream().anyMatch(part -> part.toString().contains(text));
    }

    private static void collect(Throwable failure, Set<Throwable> parts) {
        if (failure == null || !parts.add(failure)) {
            return;
        }
        collect(failure.getCause(), parts);
        for (Throwable suppressed : failure.getSuppressed()) {
            collect(suppressed, parts);
        }
    }
}
