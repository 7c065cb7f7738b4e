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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.it.FaultCase.Phase;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Promise;
import io.github.flinkdynamodb.streams.source.it.FaultCase.Target;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault that the service and the network can produce, at every call where it can come, while
 * the job catches up, is idle, is at a shard's end, hands a shard over, or has just been restored.
 * Each case is a job of its own that must keep the promise of the guide's table of errors; the jobs
 * run side by side.
 */
class FaultMatrixITCase {

    private static final int AT_A_TIME = 6;
    private static final Duration SLOW = Duration.ofMillis(300);

    @TempDir private static Path folder;

    private static final Map<String, Future<Long>> RUNS = new LinkedHashMap<>();
    private static SimulatedJobs jobs;
    private static ExecutorService threads;

    @BeforeAll
    static void start() throws Exception {
        jobs = SimulatedJobs.start(Simulator.builder().start(), AT_A_TIME + 2);
        threads = Executors.newFixedThreadPool(AT_A_TIME);
        for (FaultCase fault : cases()) {
            RUNS.put(
                    fault.toString(),
                    threads.submit(() -> new FaultRun(jobs, fault, folder).run()));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        threads.shutdownNow();
        threads.awaitTermination(1, TimeUnit.MINUTES);
        jobs.cancelAll();
        jobs.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsPromisedHappens(FaultCase fault) throws Exception {
        long fired = RUNS.get(fault.toString()).get();

        assertThat(fired).isEqualTo(fault.times);
    }

    static List<FaultCase> cases() {
        List<FaultCase> cases = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            cases.add(
                    new FaultCase(
                            Fault.error(ServiceError.THROTTLING),
                            2,
                            Target.GET_RECORDS,
                            phase,
                            Promise.RETRIES));
            cases.add(
                    new FaultCase(
                            Fault.error(ServiceError.INTERNAL_SERVER_ERROR),
                            4,
                            Target.GET_RECORDS,
                            phase,
                            Promise.RETRIES));
            cases.add(
                    new FaultCase(
                            Fault.error(ServiceError.ACCESS_DENIED),
                            1,
                            Target.GET_RECORDS,
                            phase,
                            Promise.FAILS));
        }
        return cases;
    }
}
