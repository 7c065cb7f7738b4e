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
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import java.util.List;

/** A backlog drained by the connector's job, and by the same job with the source of a peer. */
public final class PeerCatchUp {

    private PeerCatchUp() {}

    /**
     * Measures.
     *
     * @param options those of the benchmark "peer"
     * @param report takes what is measured
     * @param peer whom the connector is compared with
     * @throws Exception if not all records come
     */
    public static void run(CommandLine options, Report report, PeerClasses peer) throws Exception {
        int call = options.number("--call-ms", 0, 60_000);
        PageKind page = PageKind.of(options.texts("--page", PageKind.pattern()).get(0));
        int rounds = options.number("--rounds", 1, 100);
        CatchUpReport printed =
                new CatchUpReport(report, "peer-catchup", " beside " + peer.factoryName());
        try (CatchUpJvms jvms =
                new CatchUpJvms(
                        options.number("--heap-mb", 128, 1_000_000),
                        options.number("--backlog-pages", 1, 10_000_000),
                        options.number("--warm-up-cpu-seconds", 0, 3600),
                        peer,
                        true)) {
            for (String items : options.texts("--items", "uniform|mixed")) {
                for (int shards : options.numbers("--shards", 1, 100_000)) {
                    printed.add(
                            jvms.measure(
                                    CatchUpCase.of(shards, call, page, items.equals("mixed")),
                                    List.of(Variant.CONNECTOR, Variant.PEER),
                                    variant -> rounds));
                }
            }
        }
        printed.finish();
    }
}
