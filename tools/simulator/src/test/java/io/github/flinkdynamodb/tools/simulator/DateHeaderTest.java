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
package io.github.flinkdynamodb.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers are dated by the simulator's clock, whatever they are. */
class DateHeaderTest {

    private static final String NOW = "Sun, 01 Mar 2026 10:00:00 GMT";

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void anAnswerIsDatedByTheSimulatorsClock() throws Exception {
        assertThat(date(listStreams())).isEqualTo(NOW);

        service.advance("PT72H59M59.750S");

        assertThat(date(listStreams())).isEqualTo("Wed, 04 Mar 2026 11:00:00 GMT");
    }

    @Test
    void errorsAndWhatAProxyAnswersAreDatedToo() throws Exception {
        service.simulator().fail(Fault.httpStatus(503), 1, Operation.LIST_STREAMS);

        HttpResponse<String> ofTheProxy = listStreams();
        HttpResponse<String> ofTheService =
                send(HttpRequest.newBuilder(service.simulator().endpoint()));

        assertThat(ofTheProxy.statusCode()).isEqualTo(503);
        assertThat(date(ofTheProxy)).isEqualTo(NOW);
        assertThat(ofTheService.statusCode()).isEqualTo(400);
        assertThat(date(ofTheService)).isEqualTo(NOW);
    }

    @Test
    void anAnswerToARequestAboutTheSimulatorItselfIsDated() throws Exception {
        HttpResponse<String> ledger =
                send(
                        HttpRequest.newBuilder(
                                URI.create(service.simulator().endpoint() + "/_simulator/ledger")));

        assertThat(ledger.statusCode()).isEqualTo(200);
        assertThat(date(ledger)).isEqualTo(NOW);
    }

    private HttpResponse<String> listStreams() throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(service.simulator().endpoint())
                        .header("X-Amz-Target", Operation.LIST_STREAMS.target())
                        .header("Authorization", "any")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String date(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("date")).hasSize(1);
        return answer.headers().firstValue("date").orElseThrow();
    }
}
