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
package io.github.flinkdynamodb.tools.benchmarks.report;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;

/** Ends the jobs that are measured. */
public final class Jobs {

    private static final int PATIENCE_SECONDS = 60;

    private Jobs() {}

    /**
     * Cancels a job unless it has ended, and waits for its end. A local job shuts its cluster down
     * when it ends, so cancelling it at that moment fails, which is ignored.
     *
     * @param job the job, ended or not
     * @throws Exception if it can't be cancelled, and doesn't end by itself within a minute
     */
    public static void stop(JobClient job) throws Exception {
        CompletableFuture<Exception> end =
                job.getJobExecutionResult().handle((result, failure) -> null);
        try {
            if (!end.isDone()) {
                job.cancel().get();
            }
            end.get();
        } catch (ExecutionException | IllegalStateException e) {
            end.completeOnTimeout(e, PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (end.get() != null) {
                throw e;
            }
        }
    }
}
