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
package io.github.flinkdynamodb.tools.simulator.permission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An identity-based policy of IAM, as far as this simulates it: statements with an effect, actions
 * and resources, both with {@code *} and {@code ?}. Immutable.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class Policy {

    private static final Set<String> KNOWN = Set.of("Sid", "Effect", "Action", "Resource");

    private final List<Statement> statements;

    private Policy(List<Statement> statements) {
        this.statements = statements;
    }

    /**
     * Reads a policy.
     *
     * @param json the document, an object with {@code Statement}
     * @throws IllegalArgumentException if it has an element that isn't simulated, such as a
     *     condition, or lacks one
     */
    public static Policy of(JsonNode json) {
        JsonNode statement = json.path("Statement");
        if (!statement.isArray() && !statement.isObject()) {
            throw new IllegalArgumentException("A policy needs a Statement: " + json);
        }
        List<Statement> statements = new ArrayList<>();
        if (statement.isObject()) {
            statements.add(new Statement(statement));
        } else {
            statement.forEach(one -> statements.add(new Statement(one)));
        }
        return new Policy(statements);
    }

    /**
     * Returns whether a call is allowed: a statement allows it, and none denies it.
     *
     * @param action such as {@code dynamodb:GetRecords}
     * @param resource its ARN, or {@code *} if the action is on none
     */
    public boolean allows(String action, String resource) {
        return any("Allow", action, resource) && !denies(action, resource);
    }

    /** Returns whether a statement denies a call; see {@link #allows}. */
    public boolean denies(String action, String resource) {
        return any("Deny", action, resource);
    }

    private boolean any(String effect, String action, String resource) {
        return statements.stream()
                .anyMatch(one -> one.effect.equals(effect) && one.isAbout(action, resource));
    }

    /**
     * Returns the actions that are allowed.
     *
     * @return as they are written, in their order, each once
     */
    public List<String> actions() {
        return statements.stream()
                .filter(one -> one.effect.equals("Allow"))
                .flatMap(one -> one.actionNames.stream())
                .distinct()
                .collect(Collectors.toList());
    }

    /**
     * Returns the same policy with all statements of another one.
     *
     * @param other the other one
     */
    public Policy and(Policy other) {
        List<Statement> both = new ArrayList<>(statements);
        both.addAll(other.statements);
        return new Policy(both);
    }

    /**
     * Returns the same policy without an action, wherever it is named.
     *
     * @param action as it is written
     */
    public Policy without(String action) {
        return new Policy(
                statements.stream()
                        .map(statement -> statement.without(action))
                        .collect(Collectors.toList()));
    }

    private static final class Statement {

        private final String effect;
        private final List<String> actionNames;
        private final List<Pattern> actions;
        private final List<Pattern> resources;

        Statement(JsonNode json) {
            Iterator<String> names = json.fieldNames();
            while (names.hasNext()) {
                String name = names.next();
                if (!KNOWN.contains(name)) {
                    throw new IllegalArgumentException(
                            "A statement's " + name + " isn't simulated: " + json);
                }
            }
            effect = json.path("Effect").asText();
            if (!effect.equals("Allow") && !effect.equals("Deny")) {
                throw new IllegalArgumentException("Effect is neither Allow nor Deny: " + json);
            }
            actionNames = texts(json, "Action");
            actions = patterns(lowerCase(actionNames));
            resources = patterns(texts(json, "Resource"));
        }

        private Statement(String effect, List<String> actionNames, List<Pattern> resources) {
            this.effect = effect;
            this.actionNames = actionNames;
            this.actions = patterns(lowerCase(actionNames));
            this.resources = resources;
        }

        private static List<String> texts(JsonNode json, String name) {
            JsonNode value = json.path(name);
            List<String> texts = new ArrayList<>();
            if (value.isTextual()) {
                texts.add(value.asText());
            } else {
                value.forEach(one -> texts.add(one.asText()));
            }
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("A statement needs " + name + ": " + json);
            }
            return texts;
        }

        /** Names of actions may be written in any case. */
        private static List<String> lowerCase(List<String> names) {
            return names.stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toList());
        }

        private static List<Pattern> patterns(List<String> texts) {
            return texts.stream().map(Statement::pattern).collect(Collectors.toList());
        }

        private static Pattern pattern(String text) {
            String escaped = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            return Pattern.compile(escaped, Pattern.DOTALL);
        }

        Statement without(String action) {
            return new Statement(
                    effect,
                    actionNames.stream()
                            .filter(name -> !name.equals(action))
                            .collect(Collectors.toList()),
                    resources);
        }

        boolean isAbout(String action, String resource) {
            return matches(actions, action.toLowerCase(Locale.ROOT))
                    && matches(resources, resource);
        }

        private static boolean matches(List<Pattern> patterns, String text) {
            return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
        }
    }
}
