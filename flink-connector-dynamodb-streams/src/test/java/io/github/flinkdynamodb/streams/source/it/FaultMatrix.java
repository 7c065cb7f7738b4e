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
import java.util.List;
import java.util.Set;

/**
 * Which fault can come at which call in which phase, and what the source promises for it. The calls
 * that there are in a phase: all of them, but for these. An idle job, and one that is at a shard's
 * end, asks for an iterator because the one before has expired. All shards are listed at the start,
 * from time to time, and when a shard's children can't be looked up. Streams are listed at the
 * start, and when a stream has ended and its successor is waited for.
 */
final class FaultMatrix {

    private static final Duration SLOW = Duration.ofMillis(300);

    private final List<FaultCase> cases = new ArrayList<>();

    private FaultMatrix() {}

    /** All cases, phase after phase; or those that the property {@code faults} names. */
    static List<FaultCase> cases() {
        FaultMatrix matrix = new FaultMatrix();
        for (Phase phase : Phase.values()) {
            for (Target target : targets(phase)) {
                matrix.addPassing(target, phase);
                matrix.addLasting(target, phase);
                matrix.addOfPosition(target, phase);
            }
        }
        String wanted = System.getProperty("faults", "");
        matrix.cases.removeIf(fault -> !fault.toString().matches(".*" + wanted + ".*"));
        return matrix.cases;
    }

    private static Set<Target> targets(Phase phase) {
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

    private void addPassing(Target target, Phase phase) {
        add(ServiceError.LIMIT_EXCEEDED, 2, target, phase, Promise.RETRIES);
        add(ServiceError.THROTTLING, 2, target, phase, Promise.RETRIES);
        add(ServiceError.PROVISIONED_THROUGHPUT_EXCEEDED, 2, target, phase, Promise.RETRIES);
        add(ServiceError.REQUEST_LIMIT_EXCEEDED, 2, target, phase, Promise.RETRIES);
        add(ServiceError.INTERNAL_SERVER_ERROR, 4, target, phase, Promise.RETRIES);
        add(ServiceError.INTERNAL_FAILURE, 4, target, phase, Promise.RETRIES);
        add(ServiceError.SERVICE_UNAVAILABLE, 4, target, phase, Promise.RETRIES);
        add(Fault.httpStatus(500), 4, target, phase, Promise.RETRIES);
        add(Fault.httpStatus(502), 4, target, phase, Promise.RETRIES);
        add(Fault.httpStatus(503), 4, target, phase, Promise.RETRIES);
        add(Fault.httpStatus(504), 4, target, phase, Promise.RETRIES);
        add(Fault.connectionReset(), 4, target, phase, Promise.RETRIES);
        add(Fault.connectionClosed(), 4, target, phase, Promise.RETRIES);
        add(Fault.noAnswer(), 2, target, phase, Promise.RETRIES);
        add(Fault.delay(SLOW), 1, target, phase, Promise.RETRIES);
        add(Fault.slowBody(SLOW), 1, target, phase, Promise.RETRIES);
        add(Fault.truncatedBody(), 4, target, phase, Promise.RETRIES);
        add(Fault.wrongCrc(), 4, target, phase, Promise.RETRIES);
        if (target == Target.GET_RECORDS) {
            add(ServiceError.EXPIRED_ITERATOR, 3, target, phase, Promise.RETRIES);
            add(Fault.emptyPage(), 5, target, phase, Promise.RETRIES);
            add(Fault.corruptBody(), 1, target, phase, Promise.FAILS);
        } else {
            add(Fault.corruptBody(), 4, target, phase, Promise.RETRIES);
        }
    }

    private void addLasting(Target target, Phase phase) {
        add(ServiceError.ACCESS_DENIED, 1, target, phase, Promise.FAILS);
        add(ServiceError.UNRECOGNIZED_CLIENT, 1, target, phase, Promise.FAILS);
        add(ServiceError.EXPIRED_TOKEN, 1, target, phase, Promise.FAILS);
        add(ServiceError.MISSING_AUTHENTICATION_TOKEN, 1, target, phase, Promise.FAILS);
        // The filter may be unknown to a service; the listing finds the children as well.
        boolean dispensable = target == Target.CHILD_SHARDS;
        Promise refused = dispensable ? Promise.RETRIES : Promise.FAILS;
        add(ServiceError.VALIDATION, 2, target, phase, refused);
        add(ServiceError.UNKNOWN_OPERATION, 2, target, phase, refused);
        if (!readsShard(target)) {
            // A stream that has ended may outlive its table.
            boolean mayBeGone =
                    dispensable || phase == Phase.HANDOVER && target == Target.LIST_STREAMS;
            Promise missing = mayBeGone ? Promise.RETRIES : Promise.FAILS;
            add(ServiceError.RESOURCE_NOT_FOUND, 2, target, phase, missing);
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
        add(ServiceError.TRIMMED_DATA, 2, target, phase, promise);
        add(ServiceError.RESOURCE_NOT_FOUND, 2, target, phase, promise);
    }

    private void add(ServiceError error, int times, Target target, Phase phase, Promise promise) {
        add(Fault.error(error), times, target, phase, promise);
    }

    private void add(Fault fault, int times, Target target, Phase phase, Promise promise) {
        cases.add(new FaultCase(fault, times, target, phase, promise));
    }
}
