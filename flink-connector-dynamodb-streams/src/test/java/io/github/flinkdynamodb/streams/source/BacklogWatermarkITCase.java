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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Watermarks over a backlog of shards that have rolled over and split, while other shards are hours
 * ahead: no record is late, on its own subtask or behind a shuffle. And where one may be.
 */
@OnEachFlink
class BacklogWatermarkITCase {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plus(Duration.ofHours(6));
    private static final Instant STILL_LATER = LATER.plus(Duration.ofHours(1));
    private static final List<String> AHEAD = List.of("fast", "middle", "other");
    private static final int GENERATIONS = 6;
    private static final int RECORDS = 10;

    private static TestCluster cluster;

    @TempDir private Path folder;
    private JobClient job;

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

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1", "3, 4", "4, 2"})
    void noRecordOfABacklogIsLateNeitherBeforeNorAfterARestore(int before, int after)
            throws Exception {
        WatermarkScene scene = new WatermarkScene("backlog-" + before + "-" + after);
        scene.backlog("slow", NOON, GENERATIONS, RECORDS);
        for (String ahead : AHEAD) {
            scene.backlog(ahead, LATER, 1, RECORDS);
        }
        scene.hold("slow", 1);
        scene.hold("slow", 3);

        job = scene.run(before, null);
        WatermarkScene.await(() -> hasReached(scene, 0));
        String savepoint =
                job.stopWithSavepoint(
                                false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get(1, TimeUnit.MINUTES);
        Instant beforeTheRestore = scene.watermark();
        scene.release("slow", 1);
        AHEAD.forEach(ahead -> scene.append(ahead + "-0-0", STILL_LATER));
        job = scene.run(after, savepoint);
        WatermarkScene.await(() -> hasReached(scene, 2));
        Instant afterTheRestore = scene.watermark();
        scene.release("slow", 3);
        scene.awaitLines(scene.writtenCount());

        assertThat(scene.lines()).containsExactlyInAnyOrderElementsOf(scene.written());
        assertThat(scene.late()).as("records behind the watermark").isEmpty();
        assertThat(beforeTheRestore).isBefore(WatermarkScene.timeOf(NOON, 1));
        assertThat(afterTheRestore).isBefore(WatermarkScene.timeOf(NOON, 3));
    }

    /**
     * Returns whether the slow shards' generation has been read to its end, and the watermark is
     * past the generation before. It need not be past this one: a parent may be let go together
     * with its child that has ended too, and then nothing moves the watermark before the
     * grandchildren do.
     */
    private static boolean hasReached(WatermarkScene scene, int generation) {
        Instant before = WatermarkScene.timeOf(NOON, Math.max(generation - 1, 0));
        return appendUntilPassed(scene, "fast-0-0", STILL_LATER, before.plusSeconds(RECORDS - 2))
                && scene.hasRead("slow", generation, RECORDS);
    }

    @Test
    void aChildThatIsFoundAfterItsParentsHandoverIsReadButMayBeLate() throws Exception {
        WatermarkScene scene = new WatermarkScene("late-sibling");
        for (String root : List.of("p", "q", "r")) {
            scene.shard(root, null);
        }
        scene.append("p", NOON);
        scene.append("q", LATER);
        scene.append("r", LATER);
        scene.service.closeShard("p");
        scene.shard("a", "p");
        scene.shard("b", "p");
        scene.service.listed("b", false, false);
        scene.append("a", LATER);
        scene.append("b", NOON.plusSeconds(60));

        job = scene.run(2, null);
        WatermarkScene.await(() -> appendUntilPassed(scene, "q", LATER, NOON.plusSeconds(60)));
        cluster.awaitRunning(job);
        cluster.triggerCheckpoint(job).get(1, TimeUnit.MINUTES);
        scene.service.listed("b", true, true);
        scene.awaitLines(scene.writtenCount());

        assertThat(scene.lines()).containsExactlyInAnyOrderElementsOf(scene.written());
        assertThat(scene.late()).as("records behind the watermark").containsOnly("b-0");
        assertThat(scene.subtaskOf("b-0")).isEqualTo(scene.subtaskOf("p-0"));
    }

    /** Watermarks are seen by the records that follow them. */
    private static boolean appendUntilPassed(
            WatermarkScene scene, String shardId, Instant created, Instant passed) {
        boolean done = scene.watermark().isAfter(passed);
        if (!done) {
            scene.append(shardId, created);
        }
        return done;
    }
}
