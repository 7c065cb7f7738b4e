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

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A file that says what a simulator holds and what happens to it. A JSON object, comments allowed:
 *
 * <ul>
 *   <li>{@code region}, {@code seed}, {@code limits} ({@code "service"} or {@code "none"})
 *   <li>{@code setup}: actions done before the first call, such as {@code create-table}
 *   <li>{@code timeline}: actions with {@code after}, a duration from the start, and for those that
 *       come again {@code every} and {@code rounds}
 * </ul>
 *
 * @see Actions
 */
public final class Scenario {

    private static final Set<String> FIELDS =
            Set.of("region", "seed", "limits", "setup", "timeline");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .build();

    private final JsonNode json;
    private final Fields fields;
    private final List<Step> steps = new ArrayList<>();

    private Scenario(JsonNode json) {
        this.json = json;
        this.fields = Fields.of(json);
        actions("setup");
        for (JsonNode action : actions("timeline")) {
            steps.add(new Step(action));
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException where it isn't a scenario
     */
    public static Scenario read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The scenario " + file + " can't be read", e);
        }
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException where it isn't a scenario
     */
    public static Scenario parse(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("The scenario isn't JSON: " + e.getMessage(), e);
        }
        Fields.of(json).only("A scenario", FIELDS);
        return new Scenario(json);
    }

    /** The region, or this one where it names none. */
    public String region(String other) {
        return fields.text("region", other);
    }

    /** The seed; 1 where it names none. */
    public long seed() {
        return fields.whole("seed", Long.MIN_VALUE, 1);
    }

    /** Whether it throttles as the service does. */
    public boolean hasLimits() {
        String limits = fields.text("limits", "none");
        if (!Set.of("none", "service").contains(limits)) {
            throw new IllegalArgumentException(
                    "\"limits\": " + limits + " is neither \"none\" nor \"service\"");
        }
        return limits.equals("service");
    }

    /** Does what comes before the first call. */
    public void setUp(Actions actions) {
        json.path("setup").forEach(actions::act);
    }

    /**
     * Plans what comes later.
     *
     * @param actions does it
     * @param timer when it is time
     * @param failed told of an action that failed; those after it are done all the same
     */
    public void start(
            Actions actions, ScheduledExecutorService timer, Consumer<RuntimeException> failed) {
        for (Step step : steps) {
            step.schedule(actions, timer, failed);
        }
    }

    private JsonNode actions(String name) {
        JsonNode actions = json.path(name);
        if (!actions.isMissingNode() && !actions.isArray()) {
            throw fields.wrong(name, "an array of actions");
        }
        actions.forEach(action -> Fields.of(action).text("do"));
        return actions;
    }

    /** An action and its time. */
    private static final class Step {

        private final JsonNode action;
        private final long afterNanos;
        private final long everyNanos;
        private long rounds;

        private Step(JsonNode action) {
            this.action =
                    ((ObjectNode) action.deepCopy()).remove(List.of("after", "every", "rounds"));
            Fields fields = Fields.of(action);
            this.afterNanos = fields.time("after", Duration.ZERO).toNanos();
            this.everyNanos = fields.time("every", Duration.ZERO).toNanos();
            this.rounds = fields.whole("rounds", 1, everyNanos == 0 ? 1 : Long.MAX_VALUE);
            if (fields.has("every") && everyNanos == 0) {
                throw fields.wrong("every", "longer than no time at all");
            }
            if (fields.has("rounds") && everyNanos == 0) {
                throw new IllegalArgumentException("\"rounds\" needs \"every\" in " + action);
            }
        }

        private void schedule(
                Actions actions,
                ScheduledExecutorService timer,
                Consumer<RuntimeException> failed) {
            Runnable act = () -> act(actions, failed);
            if (everyNanos == 0) {
                timer.schedule(act, afterNanos, TimeUnit.NANOSECONDS);
            } else {
                timer.scheduleAtFixedRate(act, afterNanos, everyNanos, TimeUnit.NANOSECONDS);
            }
        }

        private void act(Actions actions, Consumer<RuntimeException> failed) {
            if (rounds-- <= 0) {
                return;
            }
            try {
                actions.act(action);
            } catch (RuntimeException e) {
                failed.accept(e);
            }
        }
    }
}
