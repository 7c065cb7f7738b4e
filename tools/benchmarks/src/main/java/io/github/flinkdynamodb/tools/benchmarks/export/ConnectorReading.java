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
package io.github.flinkdynamodb.tools.benchmarks.export;

import io.github.flinkdynamodb.streams.source.export.ExportFileReader;
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import io.github.flinkdynamodb.streams.source.export.LineChunk;
import io.github.flinkdynamodb.tools.benchmarks.rows.ConnectorPageRows;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * Reads a file as the connector does, on one thread: chunk by chunk, with all checks, and each line
 * into a row.
 */
final class ConnectorReading implements FileReading {

    private final ConnectorPageRows rows =
            new ConnectorPageRows(DataType.getFieldNames(Orders.ROW), Orders.types());
    private final PreparedExport export;

    ConnectorReading(PreparedExport export) {
        this.export = export;
    }

    @Override
    public void read(Consumer<? super RowData> out) throws IOException {
        readChunks(chunk -> rows.readLines(chunk, out));
    }

    private void readChunks(Consumer<LineChunk> out) throws IOException {
        ExportFolder folder = new ExportFolder(export.folder().toUri().toString());
        try (ExportFileReader reader = new ExportFileReader(folder, export.file(), 0)) {
            LineChunk chunk;
            do {
                chunk = reader.next();
                out.accept(chunk);
            } while (!chunk.isLast());
        }
    }

    /** Inflates the file once, so that only its lines are read each time. */
    FileReading inflated() throws IOException {
        List<LineChunk> chunks = new ArrayList<>();
        readChunks(chunks::add);
        return out -> chunks.forEach(chunk -> rows.readLines(chunk, out));
    }
}
