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
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.export.ManifestReader;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SnapshotSplit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The items of a table's export, file by file. If only the export is read, it describes the table
 * itself, and nobody else is asked; if the table's stream is read too, the table is, and it must be
 * the one that was exported.
 */
final class ExportedItems implements TableItems {

    /**
     * So many files a reader has at a time: as many as it reads at the same time, and as many to go
     * on with. Each of those may have an open connection.
     */
    private static final int MOST_FILES_A_READER = 8;

    private static final String ACTIVE = "ACTIVE";

    private final EnumeratorParts parts;
    private final String folder;
    private final TableItems table;

    /** Null until it is read; then fixed. */
    private ExportManifest manifest;

    /**
     * Creates the items.
     *
     * @param parts the enumerator's parts
     * @param folder the export's folder, as it was set
     * @param table describes the table
     */
    ExportedItems(EnumeratorParts parts, String folder, TableItems table) {
        this.parts = parts;
        this.folder = folder;
        this.table = table;
    }

    @Override
    public void describe(Consumer<TableDescription> onReadable) {
        if (manifest == null) {
            parts.executor.callBlocking(
                    () -> ManifestReader.read(new ExportFolder(folder)),
                    (read, failure) -> manifestRead(read, failure, onReadable));
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
        parts.checks.ofExport().requireSame(exported, manifest);
    }

    @Override
    public int mostAReader() {
        return MOST_FILES_A_READER;
    }
}
