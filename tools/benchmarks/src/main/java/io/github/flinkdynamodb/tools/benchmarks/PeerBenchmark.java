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
package io.github.flinkdynamodb.tools.benchmarks;

import io.github.flinkdynamodb.tools.benchmarks.catchup.PeerCatchUp;
import io.github.flinkdynamodb.tools.benchmarks.latency.PeerLatency;
import io.github.flinkdynamodb.tools.benchmarks.peer.ConnectorPeerFactory;
import io.github.flinkdynamodb.tools.benchmarks.peer.PeerClasses;
import io.github.flinkdynamodb.tools.benchmarks.peer.PeerFactory;
import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.LogLevel;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import java.util.List;

/** Runs another source for DynamoDB Streams through other benchmarks, beside the connector. */
public final class PeerBenchmark implements Benchmark {

    @Override
    public String name() {
        return "peer";
    }

    @Override
    public String purpose() {
        return "Runs another source for DynamoDB Streams beside the connector: draining a backlog,"
                + " with lone changes on idle shards,\n"
                + "when shards end, and from its start to the first record. Ratios are the"
                + " connector's figure against the peer's, round by round. The peer is made by a"
                + " class that\n"
                + "implements "
                + PeerFactory.class.getName()
                + ",\n"
                + "which says what is expected, as "
                + ConnectorPeerFactory.class.getSimpleName()
                + " shows. Without one, the peer is a source written by hand"
                + " over the AWS SDK's objects, which\n"
                + "polls idle shards once a second and converts no more of a record than its"
                + " number.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .classPath("--peer-classpath", "jars and folders of the peer")
                .option("--peer-factory", "", "", "a class there")
                .option(
                        "--parts",
                        "catchup,latency,handover,startup",
                        "catchup,latency,handover,startup",
                        "what is measured")
                .option("--rounds", "3", "1", "how often each")
                .option("--call-ms", "10", "1", "what a call takes")
                .option("--shards", "1,8,64", "2", "of catchup")
                .option("--items", "uniform", "uniform", "of catchup: uniform, mixed")
                .option("--page", "full", "full", "of catchup: full, tenth or big")
                .option("--backlog-pages", "2000", "16", "of catchup")
                .option("--warm-up-cpu-seconds", "15", "0", "of catchup")
                .option("--heap-mb", "1500", "1500", "of catchup")
                .option("--latency-shards", "1,100", "5", "of latency")
                .option("--records", "100", "10", "of latency: how many changes are measured")
                .option("--gap-ms", "250", "20", "of latency: the mean time between two")
                .option("--settling-seconds", "120", "1", "of latency: how long it is quiet before")
                .option("--rolling", "20", "3", "of handover: how many shards end at once")
                .option("--steady", "100", "5", "of handover: how many go on")
                .option("--window-seconds", "15", "1", "of handover: how long they are watched")
                .option("--startup-shards", "100", "5", "of startup")
                .option("--limits", "none", "none", "of the service: none, or service as in AWS")
                .option("--log-level", "error", "error", "of all: " + LogLevel.pattern())
                .option("--seed", "1", "1", "of what is random");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        PeerClasses peer =
                PeerClasses.of(options.text("--peer-classpath"), options.text("--peer-factory"));
        peer.factory();
        LogLevel.set(options.texts("--log-level", LogLevel.pattern()).get(0));
        report.fact("peer", peer.factoryName());
        report.fact("the peer's AWS SDK", peer.sdkVersion());
        List<String> parts = options.texts("--parts", "catchup|latency|handover|startup");
        if (peer.isBuiltIn()) {
            report.limit(
                    "no --peer-factory was given: the peer is the source over SDK objects that is"
                            + " built in.");
        }
        if (parts.contains("catchup")) {
            PeerCatchUp.run(options, report, peer);
        }
        PeerLatency latency = new PeerLatency(options, report, peer);
        if (parts.contains("latency")) {
            latency.latency();
        }
        if (parts.contains("handover")) {
            latency.handover();
        }
        if (parts.contains("startup")) {
            latency.startup();
        }
    }
}
