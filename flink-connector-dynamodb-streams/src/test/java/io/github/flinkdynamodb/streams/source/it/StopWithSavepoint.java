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

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.awaitility.Awaitility;

/**
 * Stops a job with a savepoint. A request that collides with a recovery fails, and is made again; a
 * slow one isn't, for a second request finds no job once the first one has stopped it.
 */
public final class StopWithSavepoint {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private StopWithSavepoint() {}

    /**
     * Stops a job, on whichever cluster it runs.
     *
     * @param folder where the savepoint goes
     * @return the savepoint's path
     * @throws java.util.concurrent.CompletionException if the job has ended without a savepoint
     */
    public static String of(JobClient job, Path folder) {
        AtomicReference<CompletableFuture<String>> request =
                new AtomicReference<>(ask(job, folder));
        Awaitility.await("a stop with a savepoint")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isDone(request, job, folder));
        return request.get().join();
    }

    private static CompletableFuture<String> ask(JobClient job, Path folder) {
        return job.stopWithSavepoint(
                false, folder.toUri().toString(), SavepointFormatType.CANONICAL);
    }

    private static boolean isDone(
            AtomicReference<CompletableFuture<String>> request, JobClient job, Path folder)
            throws Exception {
        CompletableFuture<String> last = request.get();
        if (!last.isCompletedExceptionally()) {
            return last.isDone();
        }
        if (job.getJobStatus().get(1, TimeUnit.MINUTES).isGloballyTerminalState()) {
            last.join();
        }
        request.set(ask(job, folder));
        return false;
    }
}
