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
package io.github.flinkdynamodb.e2e.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks once a second how things stand, from a thread of its own, and tells it in a line. */
final class Sampler implements AutoCloseable {

    private static final int LINE_EVERY = 15;

    private final SimulatedService simulator;
    private final History history;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Long> struck = new TreeMap<>();
    private int samples;

    Sampler(SimulatedService simulator, History history) {
        this.simulator = simulator;
        this.history = history;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    private void sample() {
        try {
            JsonNode ledger = simulator.ledger();
            SimulatedService.faults(ledger).forEach(this::noteFaults);
            history.sample(
                    SimulatedService.written(ledger),
                    SimulatedService.handedOut(ledger),
                    SimulatedService.unread(ledger));
            if (samples++ % LINE_EVERY == 0) {
                print(SimulatedService.written(ledger));
            }
        } catch (RuntimeException e) {
            history.problem("No sample could be taken: " + e);
        }
    }

    private void noteFaults(String kind, long count) {
        history.faults(kind, count - struck.getOrDefault(kind, 0L));
        struck.put(kind, count);
    }

    private void print(long written) {
        System.out.printf(
                "  %4.0f s: %,d written, %d faults, %d disturbances of the cluster, %,d"
                        + " behind%n",
                history.now(),
                written,
                history.faults().size(),
                history.disturbances().size(),
                history.unread());
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // What has struck since the last look.
        SimulatedService.faults(simulator.ledger()).forEach(this::noteFaults);
    }
}
