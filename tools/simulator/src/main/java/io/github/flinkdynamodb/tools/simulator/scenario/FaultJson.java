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
 * {@code segment}, {@code skip} (calls that pass before the first), {@code times}, {@code
 * probability}, {@code for} (a duration from now on).
 */
final class FaultJson {

    private static final String[] FIELDS = {
        "fault",
        "status",
        "message",
        "time",
        "median",
        "spread",
        "call",
        "shard",
        "iteratorType",
        "segment",
        "skip",
        "times",
        "probability",
        "for"
    };

    private FaultJson() {}

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException where something is missing or wrong
     */
    static FaultRule rule(JsonNode json, Clock clock) {
        Fields fields = Fields.of(json).onlyOfAction("A fault", FIELDS);
        FaultRule rule = FaultRule.of(fault(fields));
        operations(json).forEach(rule::on);
        if (fields.has("table")) {
            rule.table(fields.text("table"));
        }
        if (fields.has("shard")) {
            rule.shard(fields.text("shard"));
        }
        if (fields.has("iteratorType")) {
            rule.iteratorType(fields.text("iteratorType"));
        }
        if (fields.has("segment")) {
            rule.segment(fields.small("segment", 0, 0));
        }
        rule.after(fields.whole("skip", 0, 0));
        rule.times(fields.whole("times", 1, Long.MAX_VALUE));
        rule.probability(fields.positive("probability", 1));
        if (fields.has("for")) {
            rule.until(clock.instant().plus(fields.time("for")));
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

    private static Fault fault(Fields json) {
        String name = json.text("fault");
        if (name.matches("http-[1-5][0-9][0-9]")) {
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
                return Fault.slowBody(json.time("time"));
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

    private static Fault error(String code, Fields json) {
        if (code.isEmpty() || !Character.isUpperCase(code.charAt(0))) {
            throw new IllegalArgumentException(
                    "Unknown fault '"
                            + code
                            + "': expected the code of an error, http-STATUS, or one of "
                            + kinds());
        }
        ServiceError error = ServiceError.of(code, json.small("status", 100, 400));
        return Fault.error(json.has("message") ? error.withMessage(json.text("message")) : error);
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

    static Latency latency(JsonNode json) {
        return latency(Fields.of(json));
    }

    /** {@code time}, and {@code median} and {@code spread} on top of it. */
    private static Latency latency(Fields json) {
        if (!json.has("time") && !json.has("median")) {
            throw new IllegalArgumentException("\"time\" is missing, or \"median\"");
        }
        Duration least = json.time("time", Duration.ZERO);
        return json.has("median")
                ? Latency.logNormal(least, json.time("median"), json.positive("spread", 1))
                : Latency.of(least);
    }
}
