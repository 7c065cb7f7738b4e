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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;

class JobsTest {

    private final CompletableFuture<JobExecutionResult> end = new CompletableFuture<>();
    private int cancellations;

    private JobClient job(Supplier<CompletableFuture<Void>> cancel) {
        return (JobClient)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {JobClient.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("getJobExecutionResult")) {
                                return end;
                            }
                            assertThat(method.getName()).isEqualTo("cancel");
                            cancellations++;
                            return cancel.get();
                        });
    }

    private CompletableFuture<Void> cancelled() {
        end.completeExceptionally(new IllegalStateException("cancelled"));
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void aJobThatRunsIsCancelled() throws Exception {
        Jobs.stop(job(this::cancelled));

        assertThat(cancellations).isEqualTo(1);
    }

    @Test
    void aJobThatHasEndedIsLeftAlone() throws Exception {
        end.complete(null);

        Jobs.stop(job(this::cancelled));

        assertThat(cancellations).isZero();
    }

    @Test
    void aJobThatEndsBeforeItIsCancelledHasEnded() throws Exception {
        Supplier<CompletableFuture<Void>> withoutCluster =
                () -> {
                    end.complete(null);
                    throw new IllegalStateException("MiniCluster is not yet running");
                };

        Jobs.stop(job(withoutCluster));

        assertThat(cancellations).isEqualTo(1);
    }

    @Test
    void waitingIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Jobs.stop(job(CompletableFuture::new)))
                .isInstanceOf(InterruptedException.class);
    }
}
