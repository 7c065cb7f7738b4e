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
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program that reads a prepared stream to its end, in a JVM of its own: first others, until it
 * has used enough CPU time to be compiled, then the one that is measured. The server is in the same
 * process; the CPU time of its threads is taken off.
 */
public final class CatchUpRun {

    private static final int SERVER_THREADS = 1;
    private static final int FIXED_ARGUMENTS = 7;
    private static final int ROUND_TRIPS = 100;
    private static final int WARM_UP_SHARDS = 16;
    private static final int WARM_UP_PAGES = 400;
    private static final int MOST_GROWTH = 8;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final CatchUpCase job;
    private final Variant variant;
    private final Drain drain;
    private final SslContext tls;
    private final boolean open;

    /**
     * Creates a run.
     *
     * @param tls what the connections are encrypted with; null for plain HTTP
     * @param open whether the shards go on after the backlog
     */
    CatchUpRun(CatchUpCase job, Variant variant, PeerClasses peer, SslContext tls, boolean open) {
        this.open = open;
        this.job = job;
        this.variant = variant;
        this.drain = variant.drain(job, peer);
        this.tls = tls;
    }

    /** Returns the arguments with which {@link #main} runs this. */
    static List<String> arguments(CatchUpPlan plan, String tlsFolder, PeerClasses peer) {
        return concat(
                List.of(
                        plan.variant().name(),
                        Integer.toString(plan.pages()),
                        Integer.toString(plan.warmUpCpuSeconds()),
                        tlsFolder,
                        peer.classPath(),
                        peer.factoryName(),
                        Boolean.toString(plan.open())),
                plan.job().arguments());
    }

    private static List<String> concat(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /**
     * Measures, and tells the figures of {@link CatchUpFigures}.
     *
     * @param arguments as {@link #arguments} makes them
     * @throws Exception if a record is missing, or came twice
     */
    public static void main(String[] arguments) throws Exception {
        CatchUpCase job =
                CatchUpCase.parse(
                        Arrays.asList(arguments).subList(FIXED_ARGUMENTS, arguments.length));
        SslContext tls = job.tls() ? ServerTls.in(Path.of(arguments[3])).server() : null;
        CatchUpRun run =
                new CatchUpRun(
                        job,
                        Variant.valueOf(arguments[0]),
                        PeerClasses.of(arguments[4], arguments[5]),
                        tls,
                        Boolean.parseBoolean(arguments[6]));
        int pages = Integer.parseInt(arguments[1]);
        run.warmUp(Integer.parseInt(arguments[2]), Math.min(WARM_UP_PAGES, pages));
        run.measure(job, pages, run.variant == Variant.BYTES_LOOP).values().forEach(ChildJvm::tell);
        // A cluster, or a client of the SDK, may leave threads that would keep the process.
        System.exit(0);
    }

    /** Reads backlogs nearby, each about as long as what is left needs. */
    private void warmUp(int cpuSeconds, int firstPages) throws Exception {
        CatchUpCase nearby = job.nearby(WARM_UP_SHARDS);
        double left = cpuSeconds;
        double pages = firstPages;
        while (left > 0) {
            double used = measure(nearby, (int) pages, false).cpuSeconds();
            left -= used;
            pages = Math.max(firstPages, Math.min(pages * left / used, pages * MOST_GROWTH));
        }
        System.gc();
    }

    /**
     * Reads a backlog.
     *
     * @param measured the stream and the way to it
     * @param pages of the backlog, about
     * @param withRoundTrip whether to measure how long one page takes, before
     */
    CatchUpFigures measure(CatchUpCase measured, int pages, boolean withRoundTrip)
            throws Exception {
        PreparedStream stream = measured.stream(variant.pages(pages)).withOpen(open);
        try (PreparedPagesServer server =
                new PreparedPagesServer(stream, measured.callTime(), SERVER_THREADS, tls)) {
            double roundTrip = withRoundTrip ? RoundTrip.measure(server, stream, ROUND_TRIPS) : 0;
            MeasuredWindow window = new MeasuredWindow();
            server.statistics().reset();
            server.statistics().onFirst(window::begin);
            Arrivals.reset();
            drain.drain(server, stream, LIMIT, window::end);
            if (!Arrivals.isEachRecordOf(stream, drain.timesEach())) {
                throw new IllegalStateException(
                        variant.text() + " didn't give each record of " + stream + " once");
            }
            return new CatchUpFigures(
                    stream.totalRecords(),
                    window.seconds(),
                    window.cpuSeconds(),
                    server.statistics().bytes(),
                    roundTrip,
                    server.statistics().medianInFlight());
        }
    }
}
