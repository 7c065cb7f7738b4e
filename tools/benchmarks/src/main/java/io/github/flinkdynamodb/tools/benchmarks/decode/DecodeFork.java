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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import java.time.Duration;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures in a JVM of its own how a page is read.
 *
 * @param warmUp how long it is read before that is measured
 * @param measured how long it is measured
 */
record DecodeFork(Duration warmUp, Duration measured) {

    /**
     * What a page takes.
     *
     * @param cpuNanos CPU time of the process
     * @param bytes of objects allocated
     */
    record Costs(double cpuNanos, double bytes) {}

    /** Measures what a page takes one maker. */
    Costs measure(String maker, DecodeCase what) throws RunnerException {
        RunResult result =
                new Runner(
                                new OptionsBuilder()
                                        .include(DecodeRun.class.getName())
                                        .param("maker", maker)
                                        .param("form", what.form())
                                        .param("items", what.items())
                                        .param("columns", Integer.toString(what.columns()))
                                        .param("hop", what.hop())
                                        .forks(1)
                                        .warmupIterations(1)
                                        .warmupTime(TimeValue.milliseconds(warmUp.toMillis()))
                                        .measurementIterations(2)
                                        .measurementTime(
                                                TimeValue.milliseconds(
                                                        Math.max(1, measured.toMillis() / 2)))
                                        .addProfiler(GCProfiler.class)
                                        .addProfiler(CpuProfiler.class)
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .runSingle();
        return new Costs(score(result, CpuProfiler.NAME), score(result, "alloc.rate.norm"));
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static double score(RunResult result, String name) {
        Map<String, ? extends Result<?>> results = (Map) result.getSecondaryResults();
        return results.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(name))
                .findFirst()
                .orElseThrow()
                .getValue()
                .getScore();
    }
}
