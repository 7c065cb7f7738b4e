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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A target: how the connector's figure is to compare with another's.
 *
 * @param group the target's number
 * @param what is measured
 * @param other what the connector is compared with
 * @param figure of both
 * @param bound of the connector's figure, in those of the other
 * @param atLeast whether it is to be that much at least, or at most
 */
record CatchUpAim(
        int group,
        String what,
        Variant other,
        ToDoubleFunction<CatchUpFigures> figure,
        double bound,
        boolean atLeast) {

    private static final int CPU_TARGET = 2;
    private static final int THROUGHPUT_TARGET = 3;

    private static final CatchUpAim OF_BARE_LOOP_CPU =
            cpu("a bare loop over the same decoder", Variant.BARE_LOOP, 1.6);

    /** For the whole job on some shards. */
    static final List<CatchUpAim> JOB =
            List.of(
                    cpu("the same job on SDK objects, 1/4.5", Variant.SDK_JOB, 1 / 4.5),
                    OF_BARE_LOOP_CPU);

    /** For the whole job over TLS. */
    static final List<CatchUpAim> JOB_WITH_TLS =
            List.of(cpu("the same job on SDK objects, 1/4", Variant.SDK_JOB, 0.25));

    /** For one shard. */
    static final List<CatchUpAim> ONE_SHARD = List.of(records(Variant.BARE_LOOP, 0.8));

    /** For many shards on one subtask. */
    static final List<CatchUpAim> MANY_SHARDS =
            List.of(records(Variant.ROUND_ROBIN, 10), records(Variant.BARE_LOOP, 0.7));

    /** For many shards with small pages. */
    static final List<CatchUpAim> SMALL_PAGES = List.of(records(Variant.ROUND_ROBIN, 15));

    private static CatchUpAim cpu(String what, Variant other, double bound) {
        return new CatchUpAim(
                CPU_TARGET,
                "whole job, CPU a record against " + what,
                other,
                CatchUpFigures::cpuMicrosOfARecord,
                bound,
                false);
    }

    private static CatchUpAim records(Variant other, double bound) {
        return new CatchUpAim(
                THROUGHPUT_TARGET,
                "records/s against "
                        + (other == Variant.ROUND_ROBIN
                                ? "one thread round robin on SDK objects"
                                : "the bare loop"),
                other,
                CatchUpFigures::recordsPerSecond,
                bound,
                true);
    }

    /** Adds the target to a report. */
    void report(CatchUpResults results, Report report) {
        String where = what + "; " + results.job().text();
        report.target(
                atLeast
                        ? Target.atLeast(
                                group,
                                where,
                                bound,
                                "x",
                                results.ratio(Variant.CONNECTOR, other, figure))
                        : Target.atMost(
                                group,
                                where,
                                bound,
                                "x",
                                results.ratio(Variant.CONNECTOR, other, figure)));
    }
}
