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
import io.github.flinkdynamodb.streams.source.export.ExportChain;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SnapshotSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The changes of a chain of incremental exports, file by file: those of the first window, then
 * those of the second, and so on. The chain describes its table itself, and nobody else is asked.
 */
final class ExportedChanges implements TableItems {

    private static final String ACTIVE = "ACTIVE";

    private final EnumeratorParts parts;

    /** Null until it is read; then fixed. */
    private ExportChain chain;

    /** The index of the first file of each window. */
    private final List<Integer> begins = new ArrayList<>();

    private int files;
    private long itemCount;
    private long sizeBytes;

    /**
     * Creates the changes.
     *
     * @param parts the enumerator's parts
     */
    ExportedChanges(EnumeratorParts parts) {
        this.parts = parts;
    }

    @Override
    public void describe(Consumer<TableDescription> onReadable) {
        if (chain == null) {
            List<String> folders = parts.config.scan().incrementalExports();
            parts.executor.callBlocking(
                    () -> ExportChain.read(folders),
                    (read, failure) -> chainRead(read, failure, onReadable));
        } else {
            parts.executor.execute(() -> onReadable.accept(description()));
        }
    }

    private void chainRead(
            ExportChain read, Throwable failure, Consumer<TableDescription> onReadable) {
        if (failure != null) {
            throw new FlinkRuntimeException(failure.getMessage(), failure);
        }
        parts.checks.ofExport().requireSuitable(read.windows().get(0));
        chain = read;
        for (ExportManifest window : read.windows()) {
            begins.add(files);
            files += window.files().size();
            itemCount += window.itemCount();
            sizeBytes += window.sizeBytes();
        }
        describe(onReadable);
    }

    private TableDescription description() {
        ExportManifest first = chain.windows().get(0);
        return TableDescription.of(parts.config.table().orElseThrow(), first.tableArn())
                .identity(first.tableId(), ACTIVE)
                .keys(parts.checks.ofExport().keyNames())
                .size(sizeBytes, itemCount)
                .build();
    }

    /** Exports don't change. */
    @Override
    public void describeRegularly(BooleanSupplier isRead, Consumer<TableDescription> onDescribed) {}

    @Override
    public ScannedTable divide(TableDescription description) {
        return ScannedTable.exported(
                parts.config.table().orElseThrow(),
                description.arn(),
                description.keyNames(),
                files,
                chain.export());
    }

    @Override
    public SnapshotSplit split(ScannedTable changes, int index) {
        int window = begins.size() - 1;
        while (begins.get(window) > index) {
            window--;
        }
        ExportManifest export = chain.windows().get(window);
        ScannedTable ofWindow =
                ScannedTable.exported(
                        changes.name(),
                        changes.arn(),
                        changes.keyNames(),
                        changes.totalSegments(),
                        export.export());
        return FileSplit.of(ofWindow, index, export.files().get(index - begins.get(window)));
    }

    @Override
    public void requireSame(ScannedTable changes) {
        parts.checks.ofExport().requireSame(changes, chain.export());
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
