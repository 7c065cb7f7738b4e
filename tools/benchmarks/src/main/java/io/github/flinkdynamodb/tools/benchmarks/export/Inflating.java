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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.flink.table.data.RowData;

/** Inflates a file, and looks at nothing of it. */
final class Inflating implements FileReading {

    private static final int BUFFER_BYTES = 1 << 16;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final PreparedExport export;

    Inflating(PreparedExport export) {
        this.export = export;
    }

    @Override
    public void read(Consumer<? super RowData> out) throws IOException {
        long bytes = 0;
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(export.path()), BUFFER_BYTES)) {
            for (int some = in.read(buffer); some >= 0; some = in.read(buffer)) {
                bytes += some;
            }
        }
        if (bytes != export.lineBytes()) {
            throw new IllegalStateException(bytes + " bytes instead of " + export.lineBytes());
        }
    }
}
