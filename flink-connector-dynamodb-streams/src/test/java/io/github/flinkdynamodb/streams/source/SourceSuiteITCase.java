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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;

/**
 * Flink's own test suite for sources, on a simulated service over the wire: one split, several
 * splits, a savepoint, a higher and a lower parallelism, metrics, an idle reader, and the loss of a
 * TaskManager. Each scenario runs twice: a split of the suite is one open shard, and then a lineage
 * of shards that follow each other. The suite waits for an element that is missing, and reads on
 * after a wrong one, for ever and deaf to interrupts: hence the time limit.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@OnEachFlink
class SourceSuiteITCase extends SourceTestSuiteBase<String> {

    private static final Simulator SIMULATOR = Simulator.builder().start();

    @TestEnv MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

    @TestSemantics
    CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.EXACTLY_ONCE};

    @TestContext
    ExternalContextFactory<SourceSuiteContext> openShards =
            testName -> SourceSuiteContext.openShards(SIMULATOR);

    @TestContext
    ExternalContextFactory<SourceSuiteContext> lineages =
            testName -> SourceSuiteContext.lineages(SIMULATOR);

    @AfterAll
    static void stopSimulator() {
        SIMULATOR.close();
    }
}
