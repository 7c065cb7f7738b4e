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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A region of two sources that restarts while a checkpoint is under way: one coordinator has taken
 * its part, the other not yet, and there are children to hand over. Flink aborts that checkpoint
 * too late (see {@code LateAbortTest}), and whatever was sent since its beginning would keep the
 * next checkpoint from completing.
 */
@OnEachFlink
class RestartDuringCheckpointITCase {

    private static final int PATIENCE_SECONDS = 30;

    private HandoverScene scene;
    private HandoverScene other;
    private HandoverProbe probe;
    private TestCluster cluster;
    private JobClient job;

    @BeforeEach
    void start(TestInfo test) throws Exception {
        String name = test.getTestMethod().orElseThrow().getName();
        scene = new HandoverScene(name);
        other = new HandoverScene(name + "-beside");
        probe = scene.probe;
        cluster = TestCluster.start(2);
        job = scene.runBeside(other, 2);
        cluster.awaitRunning(job);
    }

    @AfterEach
    void stop() throws Exception {
        job.cancel().get(1, TimeUnit.MINUTES);
        cluster.close();
    }

    @Test
    void theCheckpointAfterTheRestartIsComplete() throws Exception {
        // From the first failure on, Flink 2.3.0 no longer aborts checkpoints when a task fails.
        cluster.triggerCheckpoint(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        restart(1, scene);
        scene.endParent();
        scene.awaitMoment(HandoverMoment.REPORT_HEARD);
        CountDownLatch restarted = new CountDownLatch(1);
        other.probe.afterEnumeratorSnapshot(() -> HandoverProbe.await(restarted));

        int snapshots = probe.enumeratorSnapshots();
        CompletableFuture<String> aborted = cluster.triggerCheckpoint(job);
        HandoverScene.await(() -> probe.enumeratorSnapshots() > snapshots);
        findChildren();
        restart(2, scene);
        assertThat(aborted).isCompletedExceptionally();
        restarted.countDown();

        assertThat(cluster.triggerCheckpoint(job))
                .succeedsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);
        scene.goOn();
        scene.awaitAllWritten();
    }

    @Test
    void theCheckpointAfterAFailureBetweenTheReadersSnapshotAndFlinksIsComplete() throws Exception {
        cluster.triggerCheckpoint(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        restart(1, scene);
        scene.endParent();
        scene.awaitMoment(HandoverMoment.REPORT_HEARD);
        CountDownLatch taken = new CountDownLatch(2);
        probe.afterReaderSnapshot(
                () -> {
                    taken.countDown();
                    HandoverProbe.holdUntilCancelled();
                });

        CompletableFuture<String> aborted = cluster.triggerCheckpoint(job);
        assertThat(taken.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        findChildren();
        probe.afterReaderSnapshot(() -> {});
        restart(2, other);
        assertThat(aborted).isCompletedExceptionally();

        assertThat(cluster.triggerCheckpoint(job))
                .succeedsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);
        scene.goOn();
        scene.awaitAllWritten();
    }

    /** Fails a task, and with it the region, which is the job; Flink isn't asked to abort. */
    private void restart(int number, HandoverScene failing) {
        int before = failing.probe.failures();
        failing.probe.failOnRecordOf("failing");
        failing.write(HandoverScene.OTHER, "failing");
        cluster.awaitRestarted(job, number);
        assertThat(failing.probe.failures()).isEqualTo(before + 1);
    }

    /** Shows the children, and waits until they are found; where nothing holds them back, sent. */
    private void findChildren() {
        scene.showChildrenUntilFound();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> probe.wasReached(HandoverMoment.ANSWERED));
        } catch (ConditionTimeoutException e) {
            return;
        }
    }
}
