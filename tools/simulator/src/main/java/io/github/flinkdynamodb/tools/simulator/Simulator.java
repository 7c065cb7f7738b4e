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

import io.github.flinkdynamodb.tools.simulator.export.Exports;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.Faults;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.http.CallCounts;
import io.github.flinkdynamodb.tools.simulator.http.Calls;
import io.github.flinkdynamodb.tools.simulator.http.ControlRequests;
import io.github.flinkdynamodb.tools.simulator.http.SimulatorHandler;
import io.github.flinkdynamodb.tools.simulator.http.SimulatorServer;
import io.github.flinkdynamodb.tools.simulator.permission.Permissions;
import io.github.flinkdynamodb.tools.simulator.personality.Personality;
import io.github.flinkdynamodb.tools.simulator.personality.Translator;
import io.github.flinkdynamodb.tools.simulator.scenario.Actions;
import io.github.flinkdynamodb.tools.simulator.scenario.Control;
import io.github.flinkdynamodb.tools.simulator.scenario.Steerable;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * DynamoDB Streams on the loopback address: tables with streams whose shards end, split, hide and
 * are trimmed on demand, calls that go wrong by rule, a clock that can be moved, and a ledger of
 * all that was written. Thread-safe.
 *
 * <pre>{@code
 * try (Simulator simulator = Simulator.builder().start()) {
 *     SimulatedTable orders = simulator.createTable(TableSettings.table("orders").shards(4));
 *     orders.put(Item.builder().s("pk", "a").n("total", 7).build());
 *     simulator.faults().add(
 *             FaultRule.of(Fault.error(ServiceError.THROTTLING)).on(Operation.GET_RECORDS).times(3));
 *     // a client for simulator.endpoint(), any region and any credentials
 *     orders.splitShard(orders.openShardIds().get(0));
 * }
 * }</pre>
 */
public final class Simulator implements Steerable, AutoCloseable {

    private final Map<String, SimulatedTable> tables = new ConcurrentSkipListMap<>();
    private final Map<Operation, Latency> latencies = new ConcurrentHashMap<>();
    private final CallCounts counts = new CallCounts();
    private final SimulatorClock clock;
    private final String region;
    private final Random random;
    private final Faults faults;
    private final Exports exports;
    private final Permissions permissions;
    private final Translator translator;
    private final Actions actions;
    private final SimulatorServer server;

    private Simulator(Builder builder) {
        this.clock = builder.clock;
        this.region = builder.region;
        this.random = new Random(builder.seed);
        this.faults = new Faults(clock, new Random(random.nextLong()));
        this.exports = new Exports(clock, new Random(builder.seed));
        Calls calls = new Calls(tables, exports, clock, faults, counts, builder.limits);
        this.permissions = calls.permissions();
        calls.personality(builder.personality);
        this.translator = calls.translator();
        this.actions = new Actions(this);
        ControlRequests control = new Control(this, actions);
        Random times = new Random(random.nextLong());
        this.server =
                new SimulatorServer(
                        builder.port,
                        builder.threads,
                        clock,
                        () ->
                                new SimulatorHandler(
                                        calls, faults, counts, this::latency, times, control));
    }

    /** Settings for a simulator; all have defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SimulatedTable createTable(TableSettings settings) {
        SimulatedTable table =
                new SimulatedTable(settings, region, clock, new Random(random.nextLong()));
        if (tables.putIfAbsent(table.name(), table) != null) {
            throw new IllegalArgumentException("There is a table " + table.name() + " already");
        }
        return table;
    }

    @Override
    public SimulatedTable table(String name) {
        SimulatedTable table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException(
                    "Unknown table '" + name + "': expected one of " + tables.keySet());
        }
        return table;
    }

    @Override
    public List<SimulatedTable> tables() {
        return new ArrayList<>(tables.values());
    }

    /** Where it listens: the endpoint for clients of DynamoDB Streams and DynamoDB. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** The region that its ARNs name. */
    public String region() {
        return region;
    }

    @Override
    public SimulatorClock clock() {
        return clock;
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public Exports exports() {
        return exports;
    }

    @Override
    public Permissions permissions() {
        return permissions;
    }

    /**
     * Returns a sequence number as it is on the wire, where its {@link Personality} has others than
     * the service.
     *
     * @param number as tables and their ledger have it
     */
    public String onTheWire(String number) {
        return translator == null ? number : translator.sequenceNumber(number);
    }

    /** Lets a fault strike at calls; the same as adding a rule with these calls and this number. */
    public FaultRule fail(Fault fault, long times, Operation... calls) {
        return faults.add(FaultRule.of(fault).on(calls).times(times));
    }

    /** What can be done to it by name, as scenarios and requests over HTTP do it. */
    public Actions actions() {
        return actions;
    }

    @Override
    public CallCounts counts() {
        return counts;
    }

    @Override
    public void setLatency(Operation operation, Latency latency) {
        latencies.put(operation, latency);
    }

    private Latency latency(Operation operation) {
        return latencies.getOrDefault(operation, Latency.NONE);
    }

    @Override
    public void dropConnections() {
        server.dropConnections();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Settings of a simulator. */
    public static final class Builder {

        private int port;
        private int threads = 1;
        private long seed = 1;
        private String region = "us-east-1";
        private SimulatorClock clock = SimulatorClock.running();
        private ServiceLimits limits = ServiceLimits.none();
        private Personality personality = Personality.SERVICE;

        private Builder() {}

        /** Where it listens; a free port if not told. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** How many threads serve all connections; 1 if not told. */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /** What shard ids, event ids and chances depend on; 1 if not told. */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /** The region that ARNs name; us-east-1 if not told. */
        public Builder region(String name) {
            region = name;
            return this;
        }

        /** Its time; the machine's own if not told. */
        public Builder clock(SimulatorClock time) {
            clock = time;
            return this;
        }

        /** Above which rates it throttles; none if not told. */
        public Builder limits(ServiceLimits rates) {
            limits = rates;
            return this;
        }

        /** Whose answers its own are like; the service's if not told. */
        public Builder personality(Personality whose) {
            personality = whose;
            return this;
        }

        /** Starts it. */
        public Simulator start() {
            return new Simulator(this);
        }
    }
}
