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

import io.github.flinkdynamodb.tools.benchmarks.peer.PeerClasses;
import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import io.github.flinkdynamodb.tools.benchmarks.report.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs measurements, each in a JVM of its own. */
final class CatchUpJvms implements AutoCloseable {

    private final int heapMegabytes;
    private final int pages;
    private final int warmUpCpuSeconds;
    private final PeerClasses peer;
    private final boolean open;
    private final Path folder;
    private ServerTls tls;

    /**
     * Creates a runner.
     *
     * @param heapMegabytes of each JVM
     * @param pages how long a backlog is at most, about
     * @param warmUpCpuSeconds how much CPU time each uses before it measures
     * @param peer the peer
     * @param open whether the shards go on after the backlog
     */
    CatchUpJvms(int heapMegabytes, int pages, int warmUpCpuSeconds, PeerClasses peer, boolean open)
            throws IOException {
        this.heapMegabytes = heapMegabytes;
        this.pages = pages;
        this.warmUpCpuSeconds = warmUpCpuSeconds;
        this.peer = peer;
        this.open = open;
        this.folder = Files.createTempDirectory("catchup");
    }

    /**
     * Measures all variants of a case, one after the other, as often as there are rounds.
     *
     * @param rounds of each variant
     */
    CatchUpResults measure(CatchUpCase job, List<Variant> variants, ToIntFunction<Variant> rounds)
            throws Exception {
        CatchUpResults results = new CatchUpResults(job);
        int most = variants.stream().mapToInt(rounds).max().orElse(0);
        for (int round = 0; round < most; round++) {
            for (Variant variant : variants) {
                if (round < rounds.applyAsInt(variant)) {
                    results.add(variant, measure(job, variant, job.enoughPages(pages)));
                }
            }
        }
        return results;
    }

    /** Measures once, with a backlog of about as many pages, however long it takes. */
    CatchUpFigures measure(CatchUpCase job, Variant variant, int backlog) throws Exception {
        List<String> jvmOptions = new ArrayList<>();
        jvmOptions.add("-Xms" + heapMegabytes + "m");
        jvmOptions.add("-Xmx" + heapMegabytes + "m");
        jvmOptions.addAll(LogLevel.jvmOptions());
        if (job.tls()) {
            jvmOptions.addAll(tls().clientOptions());
        }
        CatchUpPlan plan = new CatchUpPlan(job, variant, backlog, warmUpCpuSeconds, open);
        return CatchUpFigures.of(
                ChildJvm.run(
                        CatchUpRun.class,
                        jvmOptions,
                        CatchUpRun.arguments(plan, folder.toString(), peer)));
    }

    private ServerTls tls() throws IOException, InterruptedException, GeneralSecurityException {
        if (tls == null) {
            tls = ServerTls.create(folder);
        }
        return tls;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.delete(file);
            }
        }
    }
}
