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

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.export.ManifestReader;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.streams.source.split.ExportWindow;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SnapshotSplit;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What closes a gap, file by file: those of the plan's first step, then those of the second, and so
 * on. The exports are asked for when the table is described first. Coordinator thread only.
 */
final class RepairedChanges implements TableItems {

    private static final Logger LOG = LoggerFactory.getLogger(RepairedChanges.class);
    private static final String ACTIVE = "ACTIVE";

    private final EnumeratorParts parts;
    private final RepairChecks checks;
    private final TableWatch watch;

    /** Null until the table is described. */
    private RepairExports exports;

    private RepairPlan plan;

    /** The files of all steps, and what each is of. */
    private final List<ExportFile> files = new ArrayList<>();

    private final List<TableExport> exportOfFile = new ArrayList<>();

    /** The index of the first file of each step. */
    private final List<Integer> begins = new ArrayList<>();

    private long changes;
    private long sizeBytes;

    /**
     * Creates what a plan reads.
     *
     * @param parts the enumerator's parts, of a source that repairs gaps
     * @param checks says why a gap can't be closed
     * @param plan the plan, which a completed checkpoint holds
     */
    RepairedChanges(EnumeratorParts parts, RepairChecks checks, RepairPlan plan) {
        this.parts = parts;
        this.checks = checks;
        this.plan = plan;
        this.watch =
                new TableWatch(parts.config.table().orElseThrow(), parts.calls, parts.executor);
    }

    /** Returns the plan, with the exports as far as they have been answered. */
    RepairPlan plan() {
        return exports == null ? plan : exports.plan();
    }

    @Override
    public void describe(Consumer<TableDescription> onReadable) {
        watch.describe(
                table -> {
                    if (begins.isEmpty()) {
                        getExports(table, onReadable);
                    } else {
                        onReadable.accept(described(table));
                    }
                });
    }

    private void getExports(TableDescription table, Consumer<TableDescription> onReadable) {
        exports =
                new RepairExports(
                        parts,
                        parts.config.repair().orElseThrow().target(),
                        checks,
                        table.arn(),
                        plan,
                        () -> readManifests(table, onReadable));
        exports.complete();
    }

    private void readManifests(TableDescription table, Consumer<TableDescription> onReadable) {
        plan = exports.plan();
        List<ExportFolder> folders = new ArrayList<>();
        for (RepairStep step : plan.steps()) {
            step.exportArn().ifPresent(arn -> folders.add(exports.folder(arn)));
        }
        parts.executor.callBlocking(
                () -> manifests(folders),
                (read, failure) -> {
                    if (failure != null) {
                        throw new FlinkRuntimeException(failure.getMessage(), failure);
                    }
                    take(table, read);
                    onReadable.accept(described(table));
                });
    }

    private static List<ExportManifest> manifests(List<ExportFolder> folders) throws IOException {
        List<ExportManifest> manifests = new ArrayList<>();
        for (ExportFolder folder : folders) {
            manifests.add(ManifestReader.readIncremental(folder));
        }
        return manifests;
    }

    private void take(TableDescription table, List<ExportManifest> manifests) {
        int next = 0;
        for (RepairStep step : plan.steps()) {
            begins.add(files.size());
            if (step.isOfChanges()) {
                ExportManifest manifest = manifests.get(next++);
                checks.requireAsked(table.arn(), step, manifest);
                manifest.files().forEach(file -> add(file, manifest.export()));
                changes += manifest.itemCount();
                sizeBytes += manifest.sizeBytes();
            } else {
                step.deletions().forEach(file -> add(file, whole(step)));
                changes += step.deletions().stream().mapToLong(ExportFile::itemCount).sum();
            }
        }
        if (files.size() > SegmentScan.MAX_SEGMENTS) {
            throw RepairChecks.impossible(
                    String.format(
                            "the exports have %d files, %d at most can be read",
                            files.size(), SegmentScan.MAX_SEGMENTS));
        }
        LOG.info(
                "The gap of table {} is closed by {} changes in {} files, billed as {} bytes: {}",
                table.arn(),
                changes,
                files.size(),
                sizeBytes,
                plan.steps());
    }

    private void add(ExportFile file, TableExport export) {
        files.add(file);
        exportOfFile.add(export);
    }

    /** Deletions have no export; what reads them takes them for lines of one. */
    private TableExport whole(RepairStep step) {
        return TableExport.incremental(
                plan.id(),
                new ExportWindow(step.from(), step.to(), StreamViewType.NEW_AND_OLD_IMAGES),
                "");
    }

    private TableDescription described(TableDescription table) {
        return TableDescription.of(parts.config.table().orElseThrow(), table.arn())
                .identity(table.tableId(), ACTIVE)
                .keys(table.keyNames())
                .size(sizeBytes, changes)
                .build();
    }

    @Override
    public void describeRegularly(BooleanSupplier isRead, Consumer<TableDescription> onDescribed) {
        watch.describeRegularly(isRead, table -> onDescribed.accept(described(table)));
    }

    @Override
    public ScannedTable divide(TableDescription description) {
        return table(description.arn(), description.keyNames(), whole(window()));
    }

    private RepairStep window() {
        return RepairStep.ofChanges(plan.steps().get(0).from(), plan.end());
    }

    private ScannedTable table(String arn, List<String> keyNames, TableExport export) {
        return ScannedTable.exported(
                parts.config.table().orElseThrow(), arn, keyNames, files.size(), export);
    }

    @Override
    public SnapshotSplit split(ScannedTable table, int index) {
        return FileSplit.of(
                table(table.arn(), table.keyNames(), exportOfFile.get(index)),
                index,
                files.get(index));
    }

    /** Which files there are follows from the plan, whose exports don't change. */
    @Override
    public void requireSame(ScannedTable table) {
        if (table.totalSegments() != files.size()) {
            throw RepairChecks.impossible(
                    String.format(
                            "the exports have %d files, but %d when they were read first",
                            files.size(), table.totalSegments()));
        }
    }

    @Override
    public List<Integer> windows() {
        return begins;
    }

    @Override
    public int mostAReader() {
        return ExportedItems.MOST_FILES_A_READER;
    }
}
