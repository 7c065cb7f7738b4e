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
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import java.util.EnumSet;
import java.util.Set;

/** A fault, the call that it strikes, the moment when it does, and what is promised then. */
final class FaultCase {

    /** What a job is doing when the fault strikes. */
    enum Phase {
        CATCHING_UP,
        IDLE,
        SHARD_END,
        HANDOVER,
        RESTORE,
        /** A snapshot's first page is read, or its table is described before it. */
        FIRST_PAGE,
        MIDDLE_PAGE,
        /** A snapshot's last page is read, or its table is described after it. */
        LAST_PAGE,
        /** A snapshot goes on, from a savepoint within its table. */
        RESTORED_SCAN;

        /** Those of a job that reads a stream. */
        static Set<Phase> ofStream() {
            return EnumSet.range(CATCHING_UP, RESTORE);
        }

        /** Those of a job that reads a table. */
        static Set<Phase> ofTable() {
            return EnumSet.range(FIRST_PAGE, RESTORED_SCAN);
        }
    }

    /** The calls of the source. */
    enum Target {
        GET_RECORDS(Operation.GET_RECORDS),
        GET_SHARD_ITERATOR(Operation.GET_SHARD_ITERATOR),
        /** DescribeStream of all shards. */
        LISTING(Operation.DESCRIBE_STREAM),
        /** DescribeStream of a shard's children. */
        CHILD_SHARDS(Operation.DESCRIBE_STREAM),
        LIST_STREAMS(Operation.LIST_STREAMS),
        SCAN(Operation.SCAN),
        DESCRIBE_TABLE(Operation.DESCRIBE_TABLE);

        private final Operation operation;

        Target(Operation operation) {
            this.operation = operation;
        }

        /** Whether the call is for a table, rather than for its stream. */
        boolean isOfTable() {
            return this == SCAN || this == DESCRIBE_TABLE;
        }

        /** The phases in which there may be a fault at this call. */
        Set<Phase> phases() {
            return isOfTable() ? Phase.ofTable() : Phase.ofStream();
        }
    }

    /** What the source promises. */
    enum Promise {
        /** The job goes on as if nothing had happened. */
        RETRIES,
        /** The job fails, and says why; once the fault is gone, its restart loses nothing. */
        FAILS,
        /** The same, as a loss of data. */
        FAILS_AS_LOSS
    }

    final Fault fault;
    final int times;
    final Target target;
    final Phase phase;
    final Promise promise;

    FaultCase(Fault fault, int times, Target target, Phase phase, Promise promise) {
        this.fault = fault;
        this.times = promise == Promise.RETRIES ? times : 1;
        this.target = target;
        this.phase = phase;
        this.promise = promise;
    }

    /** A rule by which the fault strikes at the calls about a shard, or at those that name none. */
    FaultRule rule(String table, String shardId) {
        FaultRule rule = rule(table);
        return isAboutShard() ? rule.shard(shardId) : rule;
    }

    /** A rule by which the fault strikes at the calls for a table. */
    FaultRule rule(String table) {
        return FaultRule.of(fault).on(target.operation).table(table).times(times);
    }

    boolean isAboutShard() {
        return target == Target.GET_RECORDS
                || target == Target.GET_SHARD_ITERATOR
                || target == Target.CHILD_SHARDS;
    }

    /** The name of the fault's error, or of its kind. */
    String faultName() {
        return fault.name();
    }

    /** A name for a table. */
    String tableName() {
        return (target + "-" + phase + "-" + fault.name()).toLowerCase().replace('_', '-');
    }

    @Override
    public String toString() {
        return fault.name() + " at " + target + ", " + phase + ": " + promise;
    }
}
