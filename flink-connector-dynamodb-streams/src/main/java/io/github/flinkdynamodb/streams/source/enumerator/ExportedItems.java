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

import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.config.ScanConfig;
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.export.ManifestReader;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SnapshotSplit;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The items of a table's export, file by file. If only an export is read that is there already, it
 * describes the table itself, and nobody else is asked; if the table's stream is read too, or the
 * export is asked for ({@link ExportRequester}), the table is, and it must be the one that was
 * exported.
 */
final class ExportedItems implements TableItems {

    /**
     * So many files a reader has at a time: as many as it reads at the same time, and as many to go
     * on with. Each of those may have an open connection.
     */
    static final int MOST_FILES_A_READER = 8;

    private static final String ACTIVE = "ACTIVE";

    private final EnumeratorParts parts;
    private final TableItems table;
    private final EnumeratorState restored;

    /** Null if the settings or the state name the export. */
    private final ExportRequester requester;

    /** Null until it is read; then fixed. */
    private ExportManifest manifest;

    /**
     * Creates the items.
     *
     * @param parts the enumerator's parts
     * @param table describes the table
     * @param restored what a checkpoint holds
     */
    ExportedItems(EnumeratorParts parts, TableItems table, EnumeratorState restored) {
        this.parts = parts;
        this.table = table;
        this.restored = restored;
        this.requester =
                parts.config.scan().export().isPresent() || begun().isPresent()
                        ? null
                        : new ExportRequester(parts, table, restored);
    }

    /** Returns the export of which a part has been read. */
    private Optional<TableExport> begun() {
        return restored.scan().flatMap(scan -> scan.table().export());
    }

    @Override
    public void describe(Consumer<TableDescription> onReadable) {
        if (manifest == null) {
            findFolder(folder -> readManifest(folder, onReadable));
        } else if (parts.config.isExportAlone()) {
            parts.executor.execute(() -> onReadable.accept(description()));
        } else {
            table.describe(
                    description -> {
                        parts.checks.ofExport().requireOf(description, manifest);
                        onReadable.accept(description);
                    });
        }
    }

    private void findFolder(Consumer<ExportFolder> onFound) {
        if (requester != null) {
            requester.find(onFound);
            return;
        }
        ScanConfig scan = parts.config.scan();
        String arn = begun().map(TableExport::arn).orElse("");
        onFound.accept(
                new ExportFolder(scan.folderOf(arn).orElseThrow(), scan.exportOption().key()));
    }

    private void readManifest(ExportFolder folder, Consumer<TableDescription> onReadable) {
        parts.executor.callBlocking(
                () -> ManifestReader.read(folder),
                (read, failure) -> manifestRead(read, failure, onReadable));
    }

    private void manifestRead(
            ExportManifest read, Throwable failure, Consumer<TableDescription> onReadable) {
        if (failure != null) {
            throw new FlinkRuntimeException(failure.getMessage(), failure);
        }
        parts.checks.ofExport().requireConfigured(read);
        manifest = read;
        describe(onReadable);
    }

    private TableDescription description() {
        return TableDescription.of(parts.config.table().orElseThrow(), manifest.tableArn())
                .identity(manifest.tableId(), ACTIVE)
                .keys(parts.checks.ofExport().keyNames())
                .size(manifest.sizeBytes(), manifest.itemCount())
                .build();
    }

    /** An export doesn't change; but the table whose stream is read may become another one. */
    @Override
    public void describeRegularly(BooleanSupplier isRead, Consumer<TableDescription> onDescribed) {
        if (!parts.config.isExportAlone()) {
            table.describeRegularly(isRead, onDescribed);
        }
    }

    @Override
    public ScannedTable divide(TableDescription description) {
        return ScannedTable.exported(
                parts.config.table().orElseThrow(),
                description.arn(),
                description.keyNames(),
                manifest.files().size(),
                manifest.export());
    }

    @Override
    public SnapshotSplit split(ScannedTable exported, int index) {
        return FileSplit.of(exported, index, manifest.files().get(index));
    }

    @Override
    public void requireSame(ScannedTable exported) {
        parts.checks.ofExport().requireSame(exported, manifest.export());
    }

    @Override
    public AskedExport askedExport() {
        return requester == null ? null : requester.asked();
    }

    @Override
    public int mostAReader() {
        return MOST_FILES_A_READER;
    }
}
