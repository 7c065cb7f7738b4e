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
package io.github.flinkdynamodb.tools.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a rule: {@code fault}, which is an error's code such as {@code ThrottlingException} (with
 * {@code status} where it isn't one of {@link ServiceError}), {@code http-503}, or the name of a
 * {@link Fault.Kind} such as {@code connection-reset}; for {@code delay} and {@code slow-body} a
 * {@code time}, and for {@code delay} a {@code median} and {@code spread} on top. Then, as far as
 * wanted: {@code call} (a name or several), {@code table}, {@code shard}, {@code iteratorType},
 * {@code after}, {@code times}, {@code probability}, {@code for} (a duration from now on).
 */
final class FaultJson {

    private FaultJson() {}

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException where something is missing or wrong
     */
    static FaultRule rule(JsonNode json, Clock clock) {
        FaultRule rule = FaultRule.of(fault(json));
        operations(json).forEach(rule::on);
        if (json.has("table")) {
            rule.table(json.get("table").asText());
        }
        if (json.has("shard")) {
            rule.shard(json.get("shard").asText());
        }
        if (json.has("iteratorType")) {
            rule.iteratorType(json.get("iteratorType").asText());
        }
        if (json.has("after")) {
            rule.after(json.get("after").asLong());
        }
        if (json.has("times")) {
            rule.times(json.get("times").asLong());
        }
        if (json.has("probability")) {
            rule.probability(json.get("probability").asDouble());
        }
        if (json.has("for")) {
            rule.until(clock.instant().plus(time(json, "for")));
        }
        return rule;
    }

    /** The calls that a rule names; empty for all. */
    static List<Operation> operations(JsonNode json) {
        List<Operation> all = new ArrayList<>();
        JsonNode calls = json.path("call");
        if (calls.isTextual()) {
            all.add(Operation.ofAction(calls.asText()));
        }
        calls.elements().forEachRemaining(call -> all.add(Operation.ofAction(call.asText())));
        return all;
    }

    private static Fault fault(JsonNode json) {
        String name = Actions.text(json, "fault");
        if (name.startsWith("http-")) {
            return Fault.httpStatus(Integer.parseInt(name.substring("http-".length())));
        }
        switch (name) {
            case "connection-reset":
                return Fault.connectionReset();
            case "connection-closed":
                return Fault.connectionClosed();
            case "no-answer":
                return Fault.noAnswer();
            case "delay":
                return Fault.delay(latency(json));
            case "slow-body":
                return Fault.slowBody(time(json, "time"));
            case "truncated-body":
                return Fault.truncatedBody();
            case "wrong-crc":
                return Fault.wrongCrc();
            case "corrupt-body":
                return Fault.corruptBody();
            case "empty-page":
                return Fault.emptyPage();
            default:
                return error(name, json);
        }
    }

    private static Fault error(String code, JsonNode json) {
        if (!Character.isUpperCase(code.charAt(0))) {
            throw new IllegalArgumentException(
                    "There is no fault "
                            + code
                            + "; there are the codes of errors, http-STATUS, "
                            + kinds());
        }
        ServiceError error = ServiceError.of(code, json.path("status").asInt(400));
        return Fault.error(
                json.has("message") ? error.withMessage(json.get("message").asText()) : error);
    }

    private static List<String> kinds() {
        List<String> names = new ArrayList<>();
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (kind != Fault.Kind.ERROR && kind != Fault.Kind.HTTP_STATUS) {
                names.add(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        }
        return names;
    }

    /** {@code time}, and {@code median} and {@code spread} on top of it. */
    static Latency latency(JsonNode json) {
        Duration least = json.has("time") ? time(json, "time") : Duration.ZERO;
        return json.has("median")
                ? Latency.logNormal(least, time(json, "median"), json.path("spread").asDouble(1))
                : Latency.of(least);
    }

    private static Duration time(JsonNode json, String field) {
        return Duration.parse(Actions.text(json, field));
    }
}
