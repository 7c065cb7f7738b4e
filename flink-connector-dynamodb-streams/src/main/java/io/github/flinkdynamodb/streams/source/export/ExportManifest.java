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
package io.github.flinkdynamodb.streams.source.export;

import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What the manifest of a finished <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html">
 * export</a>, full or incremental, says. Immutable.
 */
@Internal
public final class ExportManifest {

    private final TableExport export;
    private final String tableArn;
    private final String tableId;
    private final long itemCount;
    private final long sizeBytes;
    private final List<ExportFile> files;

    /**
     * Creates a manifest.
     *
     * @param export which export it is
     * @param tableArn the ARN of its table
     * @param tableId what tells that table from another one of its name
     * @param itemCount how many items it has
     * @param sizeBytes for how many bytes it was billed; 0 if unknown
     * @param files its data files
     */
    public ExportManifest(
            TableExport export,
            String tableArn,
            String tableId,
            long itemCount,
            long sizeBytes,
            List<ExportFile> files) {
        this.export = export;
        this.tableArn = tableArn;
        this.tableId = tableId;
        this.itemCount = itemCount;
        this.sizeBytes = sizeBytes;
        this.files = List.copyOf(files);
    }

    /**
     * Returns which export it is.
     *
     * @return its ARN, its time, and the digest of its list of files
     */
    public TableExport export() {
        return export;
    }

    /** Returns the ARN of the table that was exported. */
    public String tableArn() {
        return tableArn;
    }

    /** Returns the id of that table, which tells it from another one of its name. */
    public String tableId() {
        return tableId;
    }

    /**
     * Returns how many items the export has.
     *
     * @return the number, the sum of those of the files
     */
    public long itemCount() {
        return itemCount;
    }

    /**
     * Returns for how many bytes the export was billed.
     *
     * @return about the size of the table; 0 if the manifest doesn't say
     */
    public long sizeBytes() {
        return sizeBytes;
    }

    /**
     * Returns the data files.
     *
     * @return the files in the order of the manifest, unmodifiable; may be empty
     */
    public List<ExportFile> files() {
        return files;
    }

    @Override
    public String toString() {
        return export + ": " + files.size() + " files, " + itemCount + " items";
    }
}
