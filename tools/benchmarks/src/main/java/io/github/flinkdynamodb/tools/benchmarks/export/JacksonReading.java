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

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.flink.table.data.RowData;

/** Reads a file as one would write it by hand: each line into maps, and these into a row. */
final class JacksonReading implements FileReading {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Map<String, Map<String, Object>>>> LINE =
            new TypeReference<>() {};

    private final MapRows rows = new MapRows(Orders.rowType());
    private final PreparedExport export;

    JacksonReading(PreparedExport export) {
        this.export = export;
    }

    @Override
    public void read(Consumer<? super RowData> out) throws IOException {
        try (InputStream in = open()) {
            read(in, out);
        }
    }

    private InputStream open() throws IOException {
        return new GZIPInputStream(Files.newInputStream(export.path()), BUFFER_BYTES);
    }

    private void read(InputStream in, Consumer<? super RowData> out) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.accept(rows.row(JSON.readValue(line, LINE).get("Item")));
        }
    }

    /** Inflates the file once, so that only its lines are read each time. */
    FileReading inflated() throws IOException {
        try (InputStream in = open()) {
            byte[] lines = in.readAllBytes();
            return out -> read(new ByteArrayInputStream(lines), out);
        }
    }
}
