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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.ServiceLimits;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import java.time.Duration;

/**
 * How the service answers.
 *
 * @param usual what calls take, all but DescribeStream
 * @param describeStream what DescribeStream takes
 * @param throttled the share of the DescribeStream calls that are throttled at random, 0 to 1; the
 *     rule for it is the caller's
 * @param limits how many calls it takes before it throttles
 */
record Service(Duration usual, Duration describeStream, double throttled, ServiceLimits limits) {

    /** A service without limits, all of whose calls take as long. */
    static Service of(Duration callTime) {
        return new Service(callTime, callTime, 0, ServiceLimits.none());
    }

    /** The service of the options {@code --call-ms} and {@code --limits}. */
    static Service of(CommandLine options) {
        Duration call = options.millis("--call-ms");
        boolean limited = options.texts("--limits", "none|service").get(0).equals("service");
        return new Service(
                call, call, 0, limited ? ServiceLimits.ofTheService() : ServiceLimits.none());
    }

    /** Starts it in this process. */
    Simulator start(long seed) {
        Simulator simulator = Simulator.builder().seed(seed).limits(limits).start();
        simulator.setLatency(Operation.GET_RECORDS, Latency.of(usual));
        simulator.setLatency(Operation.GET_SHARD_ITERATOR, Latency.of(usual));
        simulator.setLatency(Operation.DESCRIBE_STREAM, Latency.of(describeStream));
        return simulator;
    }
}
