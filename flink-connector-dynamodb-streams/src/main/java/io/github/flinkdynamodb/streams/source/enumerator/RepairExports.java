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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.source.config.ExportTarget;
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks DynamoDB for the exports of a repair, all at the same time, and waits for them. Each is
 * asked for once, whatever fails: its token follows from the plan, which a completed checkpoint
 * holds by then. One that fails is asked for again some times. Coordinator thread only.
 */
final class RepairExports {

    private static final Logger LOG = LoggerFactory.getLogger(RepairExports.class);

    /** So often the export of a window may fail in one run of the job. */
    private static final int MOST_ATTEMPTS = 3;

    /** The service knows a token for eight hours; a plan is made when its last window ends. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(7);

    /** The service may be a little behind. */
    private static final Duration BEHIND = Duration.ofSeconds(5);

    private final EnumeratorParts parts;
    private final ExportTarget target;
    private final RepairChecks checks;
    private final String tableArn;
    private final Runnable onComplete;
    private final ExportSearch search;

    private RepairPlan plan;
    private int missing;

    /**
     * Creates the exports of a plan.
     *
     * @param parts the enumerator's parts
     * @param target where they are written to
     * @param checks says why one can't be had
     * @param tableArn the table
     * @param plan the plan
     * @param onComplete is run when all are complete
     */
    RepairExports(
            EnumeratorParts parts,
            ExportTarget target,
            RepairChecks checks,
            String tableArn,
            RepairPlan plan,
            Runnable onComplete) {
        this.parts = parts;
        this.target = target;
        this.checks = checks;
        this.tableArn = tableArn;
        this.plan = plan;
        this.onComplete = onComplete;
        this.search = new ExportSearch(parts.calls);
    }

    /** Returns the plan, with the exports as far as they have been answered. */
    RepairPlan plan() {
        return plan;
    }

    /** Asks for what is missing, if the bucket can be read. */
    void complete() {
        parts.executor.<Void>callBlocking(
                () -> {
                    folder("").requireFileSystem();
                    return null;
                },
                (checked, failure) -> {
                    if (failure != null) {
                        throw new FlinkRuntimeException(failure.getMessage(), failure);
                    }
                    begin();
                });
    }

    private void begin() {
        for (int i = 0; i < plan.steps().size(); i++) {
            RepairStep step = plan.steps().get(i);
            if (step.isOfChanges()) {
                missing++;
                Window window = new Window(i, step);
                step.exportArn().ifPresentOrElse(window::await, window::ask);
            }
        }
    }

    /** Returns where an export is read. */
    ExportFolder folder(String exportArn) {
        return new ExportFolder(target.folderOf(exportArn), target.option());
    }

    /** One export: what is asked for, and what has become of it. */
    private final class Window {
        private final int index;
        private final RepairStep step;

        /** How many exports have failed while they were waited for. */
        private int failures;

        /** The export that has failed, after which another one is asked for; empty for none. */
        private String failed = "";

        /** When it was asked for in this run of the job; null if it was before. */
        private Instant askedAt;

        Window(int index, RepairStep step) {
            this.index = index;
            this.step = step;
        }

        void ask() {
            Instant now = parts.executor.serviceClock().atLeast();
            Duration early = Duration.between(now, step.to().plus(BEHIND));
            if (early.isNegative()) {
                askedAt = now;
                ask(request(), now);
            } else {
                parts.executor.schedule(this::ask, early.plusMillis(1));
            }
        }

        /**
         * A request whose answer nobody has may have been made so long ago that its token is gone.
         */
        private void ask(ExportRequest request, Instant now) {
            if (plan.end().plus(TOKEN_LIFE).isAfter(now)) {
                parts.calls.exportTable(request, this::answered, ExportSearch::fail);
            } else {
                search.findIncremental(
                        tableArn,
                        export -> export.request().token().equals(request.token()),
                        this::answered,
                        () -> parts.calls.exportTable(request, this::answered, ExportSearch::fail));
            }
        }

        private ExportRequest request() {
            ExportRequest request =
                    ExportRequest.of(
                                    tableArn,
                                    target.bucket(),
                                    target.prefix(),
                                    target.bucketOwner().orElse(null),
                                    target.kmsKey().orElse(null))
                            .ofChanges(step.from(), step.to());
            String identity = plan.id() + '|' + request + '|' + failed;
            byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
            return request.withToken(UUID.nameUUIDFromBytes(bytes).toString());
        }

        private void answered(ExportDescription export) {
            LOG.info("Asked for {} into {}: {}", export, target, step);
            plan = plan.withExport(index, export.arn());
            waiting().take(export);
        }

        void await(String arn) {
            waiting().begin(arn);
        }

        private ExportWait waiting() {
            return new ExportWait(parts, target, this::mayComplete, this::completed);
        }

        /** One of an earlier run has failed for a cause that may have been removed since. */
        private boolean isOfThisRun(ExportDescription export) {
            return askedAt != null
                    && !export.startTime().isBefore(askedAt.minus(AskedExportChecks.ROUNDING));
        }

        /** Returns whether the export may still be completed. If it has failed, another may be. */
        private boolean mayComplete(ExportDescription export, Instant now) {
            if (!export.isFailed()) {
                return true;
            }
            failures += isOfThisRun(export) ? 1 : 0;
            if (failures == MOST_ATTEMPTS) {
                throw checks.failed(export);
            }
            failed = export.arn();
            LOG.warn("The {} has failed, and is asked for again: {}", export, export.failure());
            ask();
            return false;
        }

        private void completed(ExportDescription export) {
            missing--;
            if (missing == 0) {
                onComplete.run();
            }
        }
    }
}
