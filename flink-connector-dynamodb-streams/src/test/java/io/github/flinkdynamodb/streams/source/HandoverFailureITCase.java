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
import io.github.flinkdynamodb.streams.source.it.Journal;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * A failure at each step of a handover, with Flink's own threads: of the parent's reader alone, of
 * all tasks, and of the coordinator too. Nothing is lost, nothing doubled in the state.
 */
@OnEachFlink
class HandoverFailureITCase {

    /** What fails at the moment. */
    private enum Failing {
        READER,
        ALL_TASKS,
        COORDINATOR
    }

    private static TestCluster cluster;

    private HandoverScene scene;
    private HandoverProbe probe;
    private String name;
    private JobClient job;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(2);
    }

    @AfterEach
    void endJob() throws Exception {
        job.cancel().get(1, TimeUnit.MINUTES);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource(HandoverMoment.class)
    void theParentsReaderFailsAlone(HandoverMoment moment) throws Exception {
        begin("reader-" + moment, Failing.READER);
        cluster.triggerCheckpoint(job).get(1, TimeUnit.MINUTES);
        probe.at(moment, failure(moment, Failing.READER));

        handOver();

        assertRecovered(moment, Failing.READER);
    }

    @ParameterizedTest
    @EnumSource(HandoverMoment.class)
    void allTasksFail(HandoverMoment moment) throws Exception {
        begin("all-" + moment, Failing.ALL_TASKS);
        cluster.triggerCheckpoint(job).get(1, TimeUnit.MINUTES);
        probe.at(moment, failure(moment, Failing.ALL_TASKS));

        handOver();

        assertRecovered(moment, Failing.ALL_TASKS);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"REPORT_HEARD", "BEFORE_ASSIGNMENT", "BEFORE_ANSWER", "ANSWERED"})
    void theCoordinatorFails(HandoverMoment moment) throws Exception {
        begin("coordinator-" + moment, Failing.COORDINATOR);
        cluster.triggerCheckpoint(job).get(1, TimeUnit.MINUTES);
        probe.at(moment, failure(moment, Failing.COORDINATOR));

        handOver();

        assertRecovered(moment, Failing.COORDINATOR);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"LAST_RECORD_OUT", "BEFORE_REPORT", "REPORTED", "REPORT_HEARD"})
    void theParentsReaderFailsAfterACheckpointThatHoldsTheEnd(HandoverMoment moment)
            throws Exception {
        begin("ended-reader-" + moment, Failing.READER);
        scene.writeLastRecord();
        scene.endParent();
        scene.awaitMoment(HandoverMoment.REPORT_HEARD);
        cluster.triggerCheckpoint(job).get(1, TimeUnit.MINUTES);
        probe.at(moment, failure(moment, Failing.READER));

        scene.showChildren();
        scene.awaitFailure();
        scene.goOn();
        scene.awaitAllWritten();

        assertThat(probe.readerState()).isEqualTo(Set.of("p ENDED", "q READING"));
        assertRecovered(moment, Failing.READER);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHILDREN_TAKEN", "PARENT_DROPPED", "CHILD_RECORD_OUT"})
    void theParentsReaderFailsAfterACheckpointThatTheAssignmentWaitedFor(HandoverMoment moment)
            throws Exception {
        begin("waiting-reader-" + moment, Failing.READER);
        CountDownLatch found = new CountDownLatch(1);
        CountDownLatch complete = new CountDownLatch(1);
        scene.writeLastRecord();
        scene.endParent();
        scene.awaitMoment(HandoverMoment.REPORT_HEARD);
        probe.beforeReaderSnapshot(() -> HandoverProbe.await(found));
        probe.at(
                moment,
                () -> {
                    HandoverProbe.await(complete);
                    probe.fail();
                });

        CompletableFuture<String> checkpoint = cluster.triggerCheckpoint(job);
        HandoverScene.await(() -> probe.enumeratorSnapshots() == 1);
        scene.showChildrenUntilFound();
        found.countDown();
        checkpoint.get(1, TimeUnit.MINUTES);
        complete.countDown();
        scene.awaitFailure();
        scene.goOn();
        scene.awaitAllWritten();

        assertThat(probe.enumeratorState()).isEqualTo(Set.of("p ASSIGNED", "q ASSIGNED"));
        assertThat(probe.readerState()).isEqualTo(Set.of("p ENDED", "q READING"));
        assertRecovered(moment, Failing.READER);
    }

    private void begin(String jobName, Failing failing) throws Exception {
        name = jobName;
        scene = new HandoverScene(name);
        probe = scene.probe;
        job = failing == Failing.READER ? scene.runInRegions(2) : scene.run(2, null);
        cluster.awaitRunning(job);
    }

    private Runnable failure(HandoverMoment moment, Failing failing) {
        boolean onCoordinator =
                moment.compareTo(HandoverMoment.REPORT_HEARD) >= 0
                        && moment.compareTo(HandoverMoment.ANSWERED) <= 0;
        return onCoordinator && failing != Failing.COORDINATOR ? probe::poison : probe::fail;
    }

    /** The children appear early enough for the moment to come, and not before. */
    private void handOver() {
        scene.writeLastRecord();
        scene.endParent();
        HandoverScene.await(
                () -> probe.failures() > 0 || probe.wasReached(HandoverMoment.REPORT_HEARD));
        scene.showChildren();
        scene.awaitFailure();
        scene.goOn();
        scene.awaitAllWritten();
    }

    private void assertRecovered(HandoverMoment moment, Failing failing) {
        assertThat(probe.wasReached(moment)).isTrue();
        assertThat(probe.failures()).isEqualTo(1);
        int journals = failing == Failing.READER ? 2 : 1;
        assertThat(Journal.starts(name))
                .as("starts of %s journals, and a restart of one", journals)
                .isEqualTo(journals + 1);
    }
}
