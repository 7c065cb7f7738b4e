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
package io.github.flinkdynamodb.tools.simulator.fault;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The rules by which calls go wrong, and how often they did. Thread-safe. */
public final class Faults {

    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final Map<String, Long> fired = new TreeMap<>();
    private final Clock clock;
    private final Random random;

    /**
     * No faults yet.
     *
     * @param clock what rules end by
     * @param random for rules that strike at random
     */
    public Faults(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * Adds a rule. Where several would strike at a call, the one that was added first does.
     *
     * @return the rule
     */
    public FaultRule add(FaultRule rule) {
        rules.add(rule);
        return rule;
    }

    /** Takes a rule away. */
    public void remove(FaultRule rule) {
        rules.remove(rule);
    }

    /** Takes all rules away. The counts stay. */
    public void clear() {
        rules.clear();
    }

    /**
     * The fault that strikes at a call, counted.
     *
     * @param call the call
     * @return the fault, or null where nothing goes wrong
     */
    public Fault strike(Call call) {
        if (rules.isEmpty()) {
            return null;
        }
        Instant now = clock.instant();
        for (FaultRule rule : rules) {
            if (rule.strikes(call, now, random.nextDouble())) {
                note(rule.fault().name());
                return rule.fault();
            }
            if (rule.isOver(now)) {
                rules.remove(rule);
            }
        }
        return null;
    }

    /** Counts what went wrong without a rule, such as an iterator that expired. */
    public synchronized void note(String name) {
        fired.merge(name, 1L, Long::sum);
    }

    /** How often each kind of fault has struck, by its name; errors without a rule included. */
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(fired);
    }

    /** How often the named faults have struck, together. */
    public synchronized long count(String... names) {
        return Arrays.stream(names).mapToLong(name -> fired.getOrDefault(name, 0L)).sum();
    }
}
