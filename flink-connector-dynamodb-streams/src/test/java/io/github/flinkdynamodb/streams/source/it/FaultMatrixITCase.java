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
import io.github.flinkdynamodb.tools.simulator.Simulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault that the service and the network can produce, at every call where it can come, while
 * the job catches up, is idle, is at a shard's end, hands a shard over, or has just been restored;
 * and while a snapshot is at its first page, in the middle, at its last page, or has just been
 * restored. Each case is a job of its own that must do what is promised; the jobs run side by side.
 *
 * <p>A build runs the short matrix: each kind of fault at each call in each phase, each fault once.
 * {@code -Pfull} or {@code -Dfault.matrix=all} runs all of them, {@code -Dfaults=REGEX} those whose
 * name it is found in.
 */
class FaultMatrixITCase {

    private static final int AT_A_TIME = 6;

    @TempDir private static Path folder;

    private static final Map<String, Future<Long>> RUNS = new LinkedHashMap<>();
    private static final FaultSummary SUMMARY = new FaultSummary();
    private static SimulatedJobs jobs;
    private static ExecutorService threads;

    @BeforeAll
    static void start() throws Exception {
        jobs = SimulatedJobs.start(Simulator.builder().start(), 2 * AT_A_TIME);
        threads = Executors.newFixedThreadPool(AT_A_TIME);
        for (FaultCase fault : cases()) {
            start(fault.toString(), () -> run(fault));
        }
        for (Arguments loss : losses()) {
            boolean gone = (boolean) loss.get()[0];
            Phase phase = (Phase) loss.get()[1];
            start(lossName(gone, phase), () -> new LossRun(jobs, gone, phase, folder).run());
        }
    }

    private static long run(FaultCase fault) throws Exception {
        return fault.target.isOfTable()
                ? new ScanFaultRun(jobs, fault, folder).run()
                : FaultRun.run(jobs, fault, folder);
    }

    private static void start(String name, Callable<Long> run) {
        RUNS.put(name, threads.submit(run));
    }

    @AfterAll
    static void stop() throws Exception {
        threads.shutdownNow();
        threads.awaitTermination(1, TimeUnit.MINUTES);
        jobs.cancelAll();
        jobs.close();
        SUMMARY.print();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsPromisedHappens(FaultCase fault) throws Exception {
        long fired = RUNS.get(fault.toString()).get();

        assertThat(fired).isEqualTo(fault.times);
        SUMMARY.add(fault, fired);
    }

    static List<FaultCase> cases() {
        return FaultMatrix.cases();
    }

    /** A shard that was handed over has no position yet: what it lacks is before the reading. */
    @ParameterizedTest
    @MethodSource("losses")
    void aLossIsCountedAndAllThatIsLeftIsRead(boolean gone, Phase phase) throws Exception {
        long counted = RUNS.get(lossName(gone, phase)).get();

        assertThat(counted).isEqualTo(phase == Phase.HANDOVER ? 0 : 1);
    }

    static List<Arguments> losses() {
        List<Arguments> losses = new ArrayList<>();
        for (Phase phase : Phase.ofStream()) {
            losses.add(Arguments.of(false, phase));
            losses.add(Arguments.of(true, phase));
        }
        return losses;
    }

    private static String lossName(boolean gone, Phase phase) {
        return (gone ? "shard gone" : "records trimmed") + ", " + phase;
    }
}
