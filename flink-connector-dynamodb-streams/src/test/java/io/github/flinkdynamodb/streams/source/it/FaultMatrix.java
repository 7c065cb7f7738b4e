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

import io.github.flinkdynamodb.streams.source.it.FaultCase.Phase;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Promise;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Target;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which fault can come at which call in which phase, and what the source promises for it. The calls
 * that there are in a phase: all of them, but for these. An idle job, and one that is at a shard's
 * end, asks for an iterator because the one before has expired. All shards are listed at the start,
 * from time to time, and when a shard's children can't be looked up. Streams are listed at the
 * start, and when a stream has ended and its successor is waited for. A table is described before
 * its first page, also of a restored job, and after its last.
 *
 * <p>The short matrix leaves out what another case stands for, by the {@link Spread} of a fault.
 */
final class FaultMatrix {

    private static final Duration SLOW = Duration.ofMillis(300);

    /** In how many cases of the short matrix a fault is. */
    private enum Spread {
        /** At each call in each phase: it stands for its kind, or its promise depends on them. */
        EVERY_PHASE,
        /**
         * At each call in the first phase that has it: it reaches the source in a way of its own.
         */
        EVERY_CALL,
        /**
         * Once: another fault is classified and treated as this one, which {@code
         * ErrorClassifierTest} holds code by code.
         */
        ONCE
    }

    private final boolean all;
    private final Set<String> seen = new HashSet<>();
    private final List<FaultCase> cases = new ArrayList<>();

    private FaultMatrix(boolean all) {
        this.all = all;
        for (Phase phase : Phase.values()) {
            for (Target target : targets(phase)) {
                addPassing(target, phase);
                addNetwork(target, phase);
                addLasting(target, phase);
                addOfPosition(target, phase);
            }
        }
    }

    /**
     * The cases to be run: those that the property {@code faults} names, or one of the matrices.
     */
    static List<FaultCase> cases() {
        String wanted = System.getProperty("faults");
        if (wanted == null) {
            return System.getProperty("fault.matrix", "kinds").equals("all") ? all() : kinds();
        }
        List<FaultCase> named = all();
        Pattern pattern = Pattern.compile(wanted);
        named.removeIf(fault -> !pattern.matcher(fault.toString()).find());
        return named;
    }

    /** Every fault at every call in every phase. */
    static List<FaultCase> all() {
        return new FaultMatrix(true).cases;
    }

    /** The short matrix. */
    static List<FaultCase> kinds() {
        return new FaultMatrix(false).cases;
    }

    private static Set<Target> targets(Phase phase) {
        if (Phase.ofTable().contains(phase)) {
            return phase == Phase.MIDDLE_PAGE
                    ? EnumSet.of(Target.SCAN)
                    : EnumSet.of(Target.SCAN, Target.DESCRIBE_TABLE);
        }
        Set<Target> targets = EnumSet.of(Target.GET_RECORDS, Target.GET_SHARD_ITERATOR);
        if (phase != Phase.SHARD_END) {
            targets.add(Target.LISTING);
        }
        if (phase == Phase.SHARD_END || phase == Phase.HANDOVER || phase == Phase.RESTORE) {
            targets.add(Target.CHILD_SHARDS);
        }
        if (phase == Phase.CATCHING_UP || phase == Phase.HANDOVER) {
            targets.add(Target.LIST_STREAMS);
        }
        return targets;
    }

    /** What the service answers, and what passes. */
    private void addPassing(Target target, Phase phase) {
        Promise retries = Promise.RETRIES;
        addThrottling(target, phase);
        add(Spread.EVERY_PHASE, ServiceError.INTERNAL_SERVER_ERROR, 4, target, phase, retries);
        add(Spread.ONCE, ServiceError.INTERNAL_FAILURE, 4, target, phase, retries);
        add(Spread.ONCE, ServiceError.SERVICE_UNAVAILABLE, 4, target, phase, retries);
        add(Spread.ONCE, Fault.httpStatus(500), 4, target, phase, retries);
        add(Spread.ONCE, Fault.httpStatus(502), 4, target, phase, retries);
        add(Spread.EVERY_CALL, Fault.httpStatus(503), 4, target, phase, retries);
        add(Spread.ONCE, Fault.httpStatus(504), 4, target, phase, retries);
        if (target == Target.GET_RECORDS) {
            add(Spread.EVERY_PHASE, ServiceError.EXPIRED_ITERATOR, 3, target, phase, retries);
            add(Spread.EVERY_PHASE, Fault.emptyPage(), 5, target, phase, retries);
        }
        if (target == Target.SCAN) {
            // The third in a row that leads nowhere would fail the job.
            add(Spread.EVERY_PHASE, Fault.emptyPage(), 2, target, phase, retries);
        }
    }

    /** A table and a stream have different errors for it; other AWS services have the rest. */
    private void addThrottling(Target target, Phase phase) {
        Promise retries = Promise.RETRIES;
        boolean ofTable = target.isOfTable();
        Spread ofStreams = ofTable ? Spread.ONCE : Spread.EVERY_PHASE;
        Spread ofTables = ofTable ? Spread.EVERY_PHASE : Spread.ONCE;
        add(ofStreams, ServiceError.LIMIT_EXCEEDED, 2, target, phase, retries);
        add(Spread.ONCE, ServiceError.THROTTLING, 2, target, phase, retries);
        add(ofTables, ServiceError.PROVISIONED_THROUGHPUT_EXCEEDED, 2, target, phase, retries);
        add(Spread.ONCE, ServiceError.REQUEST_LIMIT_EXCEEDED, 2, target, phase, retries);
    }

    /** What goes wrong on the way. */
    private void addNetwork(Target target, Phase phase) {
        Promise retries = Promise.RETRIES;
        add(Spread.EVERY_PHASE, Fault.connectionReset(), 4, target, phase, retries);
        add(Spread.EVERY_CALL, Fault.connectionClosed(), 4, target, phase, retries);
        add(Spread.EVERY_CALL, Fault.noAnswer(), 2, target, phase, retries);
        add(Spread.EVERY_CALL, Fault.delay(SLOW), 1, target, phase, retries);
        add(Spread.EVERY_CALL, Fault.slowBody(SLOW), 1, target, phase, retries);
        add(Spread.EVERY_CALL, Fault.truncatedBody(), 4, target, phase, retries);
        add(Spread.EVERY_CALL, Fault.wrongCrc(), 4, target, phase, retries);
        add(Spread.EVERY_CALL, Fault.corruptBody(), 4, target, phase, retries);
    }

    private void addLasting(Target target, Phase phase) {
        Promise fails = Promise.FAILS;
        add(Spread.EVERY_PHASE, ServiceError.ACCESS_DENIED, 1, target, phase, fails);
        add(Spread.ONCE, ServiceError.UNRECOGNIZED_CLIENT, 1, target, phase, fails);
        add(Spread.ONCE, ServiceError.EXPIRED_TOKEN, 1, target, phase, fails);
        add(Spread.ONCE, ServiceError.MISSING_AUTHENTICATION_TOKEN, 1, target, phase, fails);
        // The filter may be unknown to a service; the listing finds the children as well.
        boolean dispensable = target == Target.CHILD_SHARDS;
        Promise refused = dispensable ? Promise.RETRIES : fails;
        add(Spread.EVERY_CALL, ServiceError.VALIDATION, 2, target, phase, refused);
        add(Spread.EVERY_CALL, ServiceError.UNKNOWN_OPERATION, 2, target, phase, refused);
        if (!readsShard(target)) {
            // A stream that has ended may outlive its table.
            boolean mayBeGone =
                    dispensable || phase == Phase.HANDOVER && target == Target.LIST_STREAMS;
            Promise missing = mayBeGone ? Promise.RETRIES : fails;
            add(Spread.EVERY_PHASE, ServiceError.RESOURCE_NOT_FOUND, 2, target, phase, missing);
        }
    }

    private static boolean readsShard(Target target) {
        return target == Target.GET_RECORDS || target == Target.GET_SHARD_ITERATOR;
    }

    /** What is trimmed or missing is a loss only behind a position. */
    private void addOfPosition(Target target, Phase phase) {
        if (!readsShard(target)) {
            return;
        }
        boolean begun =
                phase != Phase.HANDOVER
                        && (phase != Phase.CATCHING_UP || target == Target.GET_RECORDS);
        Promise promise = begun ? Promise.FAILS_AS_LOSS : Promise.RETRIES;
        add(Spread.EVERY_PHASE, ServiceError.TRIMMED_DATA, 2, target, phase, promise);
        add(Spread.EVERY_PHASE, ServiceError.RESOURCE_NOT_FOUND, 2, target, phase, promise);
    }

    private void add(
            Spread spread,
            ServiceError error,
            int times,
            Target target,
            Phase phase,
            Promise promise) {
        add(spread, Fault.error(error), times, target, phase, promise);
    }

    private void add(
            Spread spread, Fault fault, int times, Target target, Phase phase, Promise promise) {
        String call = spread == Spread.ONCE ? "" : " at " + target;
        boolean first = seen.add(fault.name() + call);
        if (all || first || spread == Spread.EVERY_PHASE) {
            cases.add(new FaultCase(fault, times, target, phase, promise));
        }
    }
}
