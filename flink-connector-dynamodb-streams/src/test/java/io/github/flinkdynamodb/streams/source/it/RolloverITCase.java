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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * Shards that a real server rolls over. DynamoDB Local ends a shard every four hours; under
 * libfaketime its clock runs 120 times as fast, so that it takes two minutes, and iterators expire
 * after 7.5 seconds. Skipped where that library isn't installed (Debian: the package faketime).
 */
class RolloverITCase {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String SPEED = "+0 x120";

    /** How many rollovers to wait for: one in the build, more by hand. */
    private static final int ROLLOVERS = Integer.getInteger("rollovers", 1);

    @Test
    void aShardThatTheServerRollsOverIsFollowedWhileTasksFail() throws Exception {
        Optional<Path> faketime = faketime();
        Assumptions.assumeTrue(faketime.isPresent(), "libfaketimeMT.so.1 is not installed");
        DynamoDbLocal server =
                DynamoDbLocal.builder()
                        .environment("LD_PRELOAD", faketime.get().toString())
                        .environment("FAKETIME", SPEED)
                        .start();
        try (LocalJobs jobs = LocalJobs.start(server);
                LocalTable table = jobs.table("rollover", StreamViewType.NEW_AND_OLD_IMAGES);
                Writer writer = Writer.start(table, 50)) {
            JobClient job = jobs.run(table, StartupPosition.trimHorizon(), 2, null);
            jobs.awaitJournal(table, 20);

            for (int rollover = 1; rollover <= ROLLOVERS; rollover++) {
                awaitShards(table, rollover + 1);
                FailOnce.arm(table.name());
                jobs.awaitFailures(table, rollover);
                writer.writeMore(100);
            }
            writer.stop();

            jobs.awaitAllWritten(table);
            assertThat(jobs.metrics().sum(job, "knownShards")).isGreaterThan(ROLLOVERS);
            job.cancel().get();
        }
    }

    private static void awaitShards(LocalTable table, int shards) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(2))
                .until(
                        () ->
                                SdkReader.shardIds(table.endpoint(), table.streamArn()).size()
                                        >= shards);
    }

    private static Optional<Path> faketime() throws IOException {
        try (Stream<Path> files = Files.find(LIBRARIES, 3, RolloverITCase::isFaketime)) {
            return files.findFirst();
        }
    }

    private static boolean isFaketime(Path path, BasicFileAttributes attributes) {
        return path.endsWith("faketime/libfaketimeMT.so.1");
    }
}
