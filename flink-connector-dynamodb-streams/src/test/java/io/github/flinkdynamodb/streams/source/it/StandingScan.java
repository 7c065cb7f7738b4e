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
package io.github.flinkdynamodb.streams.source.it;

import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import java.time.Duration;

/** A scan that stands still after some pages, until a test lets it go on. */
public final class StandingScan {

    private static final Duration STANDING = Duration.ofMinutes(10);

    private final Simulator simulator;
    private final FaultRule rule;

    private StandingScan(Simulator simulator, FaultRule rule) {
        this.simulator = simulator;
        this.rule = rule;
    }

    /** Lets some more pages of a table pass, and then none until {@link #letGo}. */
    public static StandingScan after(int pages, Simulator simulator, String table) {
        FaultRule rule =
                FaultRule.of(Fault.delay(STANDING)).on(Operation.SCAN).table(table).after(pages);
        return new StandingScan(simulator, simulator.faults().add(rule));
    }

    /** Waits until a page has been asked for that doesn't come. */
    public void await() {
        SimulatedJobs.await("standing scan", this::isReached);
    }

    /** Returns whether a page has been asked for that doesn't come. */
    boolean isReached() {
        return rule.fired() > 0;
    }

    /** Lets pages pass again; the calls that stand are answered when they are made again. */
    public void letGo() {
        simulator.faults().remove(rule);
        simulator.dropConnections();
    }
}
