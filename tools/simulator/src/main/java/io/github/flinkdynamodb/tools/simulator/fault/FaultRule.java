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

import io.github.flinkdynamodb.tools.simulator.Operation;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * When a fault strikes: at which calls, of which table and shard, how often, how likely and until
 * when. Thread-safe; it takes effect with {@link Faults#add}.
 */
public final class FaultRule {

    private final Fault fault;
    private final Set<Operation> operations = EnumSet.noneOf(Operation.class);
    private String table;
    private String shardId;
    private String iteratorType;
    private Integer segment;
    private Predicate<Call> condition = call -> true;
    private long skip;
    private long times = Long.MAX_VALUE;
    private double probability = 1;
    private Instant until = Instant.MAX;
    private long fired;

    private FaultRule(Fault fault) {
        this.fault = fault;
    }

    /** A rule that strikes at every call, until it is told more. */
    public static FaultRule of(Fault fault) {
        return new FaultRule(fault);
    }

    /** At these calls only. */
    public synchronized FaultRule on(Operation... calls) {
        for (Operation call : calls) {
            operations.add(call);
        }
        return this;
    }

    /** At calls about this table or its streams only. */
    public synchronized FaultRule table(String name) {
        table = name;
        return this;
    }

    /** At calls about this shard only. */
    public synchronized FaultRule shard(String id) {
        shardId = id;
        return this;
    }

    /** At calls of GetShardIterator with this type only. */
    public synchronized FaultRule iteratorType(String type) {
        iteratorType = type;
        return this;
    }

    /** At calls of Scan for this segment only; a scan that names none is one of segment 0. */
    public synchronized FaultRule segment(int index) {
        segment = index;
        return this;
    }

    /**
     * At calls only for which this is true when they come.
     *
     * @param test asked for calls that fit otherwise, one at a time; must not block
     */
    public synchronized FaultRule where(Predicate<Call> test) {
        condition = test;
        return this;
    }

    /** Lets this many calls pass that it would strike. */
    public synchronized FaultRule after(long calls) {
        skip = calls;
        return this;
    }

    /** Strikes this often at most. */
    public synchronized FaultRule times(long most) {
        times = most;
        return this;
    }

    /** Strikes at one of so many calls, at random. */
    public synchronized FaultRule probability(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A probability is from 0 to 1, not " + share);
        }
        probability = share;
        return this;
    }

    /** Strikes no more from this time of the simulator's clock on. */
    public synchronized FaultRule until(Instant end) {
        until = end;
        return this;
    }

    /** What happens. */
    public Fault fault() {
        return fault;
    }

    /** How often it has struck. */
    public synchronized long fired() {
        return fired;
    }

    /** Whether it will never strike again. */
    synchronized boolean isOver(Instant now) {
        return fired >= times || !now.isBefore(until);
    }

    /** Whether it strikes at this call; counts it if so. */
    synchronized boolean strikes(Call call, Instant now, double chance) {
        if (isOver(now) || !matches(call)) {
            return false;
        }
        if (skip > 0) {
            skip--;
            return false;
        }
        if (chance >= probability) {
            return false;
        }
        fired++;
        return true;
    }

    private boolean matches(Call call) {
        return (operations.isEmpty() || operations.contains(call.operation()))
                && (table == null || table.equals(call.table()))
                && (shardId == null || shardId.equals(call.shardId()))
                && (iteratorType == null || iteratorType.equals(call.iteratorType()))
                && (segment == null || segment.equals(call.segment()))
                && condition.test(call);
    }
}
