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
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A savepoint at each step of a handover, with Flink's own threads: what it holds, and that a job
 * that is restored from it, with another parallelism, loses and doubles nothing.
 */
@OnEachFlink
class HandoverSavepointITCase {

    private static TestCluster cluster;

    @TempDir private Path folder;
    private HandoverScene scene;
    private HandoverProbe probe;
    private JobClient job;
    private Set<String> held;
    private Set<String> heldByReaders;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(4);
    }

    @AfterEach
    void endJob() throws Exception {
        job.cancel().get(1, TimeUnit.MINUTES);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private void begin(String name) throws Exception {
        scene = new HandoverScene(name);
        probe = scene.probe;
        job = scene.run(2, null);
        cluster.awaitRunning(job);
    }

    @Test
    void afterTheLastRecordTheParentIsStillRead() throws Exception {
        begin("savepoint-last-record");
        scene.writeLastRecord();
        scene.awaitMoment(HandoverMoment.LAST_RECORD_OUT);

        String savepoint = stopWithSavepoint().get(1, TimeUnit.MINUTES);
        scene.endParent();
        scene.showChildren();
        goOnFrom(savepoint, 1);

        assertHeld(Set.of("p ASSIGNED", "q ASSIGNED"), Set.of("p READING", "q READING"));
    }

    @Test
    void anEndThatIsReportedBetweenTheSnapshotsOfEnumeratorAndReaderIsReportedAgain()
            throws Exception {
        begin("savepoint-report-crosses");
        CountDownLatch goOn = new CountDownLatch(1);
        probe.at(HandoverMoment.BEFORE_REPORT, () -> HandoverProbe.await(goOn));
        scene.writeLastRecord();
        scene.endParent();
        scene.awaitMoment(HandoverMoment.BEFORE_REPORT);

        CompletableFuture<String> savepoint = stopWithSavepoint();
        HandoverScene.await(() -> savepoint.isDone() || probe.enumeratorSnapshots() == 1);
        assertThat(savepoint).isNotDone();
        goOn.countDown();
        savepoint.get(1, TimeUnit.MINUTES);
        scene.showChildren();
        goOnFrom(savepoint.get(), 3);

        assertHeld(Set.of("p ASSIGNED", "q ASSIGNED"), Set.of("p ENDED", "q READING"));
    }

    @Test
    void anEndWhoseChildrenAreBeingLookedForIsReportedAgain() throws Exception {
        begin("savepoint-report-heard");
        scene.writeLastRecord();
        scene.endParent();
        scene.awaitMoment(HandoverMoment.REPORT_HEARD);

        String savepoint = stopWithSavepoint().get(1, TimeUnit.MINUTES);
        scene.showChildren();
        goOnFrom(savepoint, 2);

        assertHeld(Set.of("p ASSIGNED", "q ASSIGNED"), Set.of("p ENDED", "q READING"));
    }

    @Test
    void childrenThatAreFoundBetweenTheSnapshotsOfEnumeratorAndReaderAreAssignedAfterwards()
            throws Exception {
        begin("savepoint-assignment-crosses");
        CountDownLatch goOn = new CountDownLatch(1);
        scene.writeLastRecord();
        scene.endParent();
        scene.awaitMoment(HandoverMoment.REPORT_HEARD);
        probe.beforeReaderSnapshot(() -> HandoverProbe.await(goOn));

        CompletableFuture<String> savepoint = stopWithSavepoint();
        HandoverScene.await(() -> savepoint.isDone() || probe.enumeratorSnapshots() == 1);
        assertThat(savepoint).isNotDone();
        scene.showChildrenUntilFound();
        boolean assignedBetween = probe.wasReached(HandoverMoment.BEFORE_ASSIGNMENT);
        goOn.countDown();
        savepoint.get(1, TimeUnit.MINUTES);
        boolean assignedToTasksThatEnd = probe.wasReached(HandoverMoment.BEFORE_ASSIGNMENT);
        goOnFrom(savepoint.get(), 1);

        assertThat(assignedBetween).isFalse();
        assertThat(assignedToTasksThatEnd).isFalse();
        assertHeld(Set.of("p ASSIGNED", "q ASSIGNED"), Set.of("p ENDED", "q READING"));
    }

    @Test
    void childrenThatAreAssignedAndNotReadYetStandForTheirParent() throws Exception {
        begin("savepoint-children-assigned");
        HandoverScene.CHILDREN.forEach(scene.service::hold);
        scene.writeLastRecord();
        scene.endParent();
        scene.showChildren();
        scene.awaitMoment(HandoverMoment.PARENT_DROPPED);

        String savepoint = stopWithSavepoint().get(1, TimeUnit.MINUTES);
        HandoverScene.CHILDREN.forEach(scene.service::release);
        goOnFrom(savepoint, 3);

        assertThat(probe.wasReached(HandoverMoment.CHILDREN_TAKEN)).isTrue();
        assertHeld(
                Set.of("p FINISHED", "p-a ASSIGNED", "p-b ASSIGNED", "q ASSIGNED"),
                Set.of("p-a READING", "p-b READING", "q READING"));
    }

    @Test
    void childrenThatAreReadStandForTheirParent() throws Exception {
        begin("savepoint-children-read");
        scene.writeLastRecord();
        scene.endParent();
        scene.showChildren();
        scene.awaitMoment(HandoverMoment.CHILD_RECORD_OUT);

        String savepoint = stopWithSavepoint().get(1, TimeUnit.MINUTES);
        goOnFrom(savepoint, 2);

        assertHeld(
                Set.of("p FINISHED", "p-a ASSIGNED", "p-b ASSIGNED", "q ASSIGNED"),
                Set.of("p-a READING", "p-b READING", "q READING"));
    }

    private CompletableFuture<String> stopWithSavepoint() {
        return job.stopWithSavepoint(
                false, folder.toUri().toString(), SavepointFormatType.CANONICAL);
    }

    private void goOnFrom(String savepoint, int parallelism) throws Exception {
        held = probe.enumeratorState();
        heldByReaders = probe.readerState();
        probe.beforeReaderSnapshot(() -> {});
        job = scene.run(parallelism, savepoint);
        scene.goOn();
        scene.awaitAllWritten();
    }

    private void assertHeld(Set<String> enumerator, Set<String> readers) {
        assertThat(held).as("the enumerator's part of the savepoint").isEqualTo(enumerator);
        assertThat(heldByReaders).as("the readers' part of the savepoint").isEqualTo(readers);
    }
}
