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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * The directory in which the exports of all interleavings of a test lie. What has been written once
 * is written no more: nobody changes an export, and many interleavings have the same one.
 */
final class ExportBucket {

    private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/";

    /** The id that the service's table has. */
    private static final String TABLE_ID = ItemsModel.TABLE + "-id-0";

    private static final Map<String, Export> WRITTEN = new HashMap<>();
    private static Path bucket;

    /** An export that lies there. */
    static final class Export {

        final String folder;

        /** The lines of each data file, in the manifest's order. */
        final List<List<String>> files;

        private Export(WrittenExport written) {
            this.folder = written.folder().toUri().toString();
            this.files =
                    written.dataFiles().stream()
                            .map(file -> written.folder().resolve(file))
                            .map(ExportBucket::lines)
                            .collect(Collectors.toList());
        }
    }

    private ExportBucket() {}

    /** Has all exports written to a directory; to be called before a test's first interleaving. */
    static void use(Path directory) {
        bucket = directory;
        WRITTEN.clear();
    }

    /**
     * Returns a full export.
     *
     * @param files how many data files it has
     * @param emptyFiles how many of them have no lines
     */
    static Export full(Instant time, int files, int emptyFiles, List<Item> items) {
        return written(
                "full " + time + files + "/" + emptyFiles + items,
                writer -> writer.full(time, items),
                files,
                emptyFiles);
    }

    /** Returns an incremental export of a window, with the same files. */
    static Export incremental(
            Instant from, Instant to, int files, int emptyFiles, List<ItemChange> changes) {
        StringBuilder lines = new StringBuilder();
        changes.forEach(c -> lines.append(c.before()).append(c.after()).append(c.written()));
        return written(
                "incremental " + from + to + files + "/" + emptyFiles + lines,
                writer -> writer.incremental(from, to, ExportView.NEW_AND_OLD_IMAGES, changes),
                files,
                emptyFiles);
    }

    private interface Write {
        WrittenExport into(ExportWriter writer);
    }

    private static Export written(String name, Write write, int files, int emptyFiles) {
        Supplier<ExportWriter> writer =
                () ->
                        ExportWriter.into(bucket)
                                .tableArn(ARN + ItemsModel.TABLE)
                                .tableId(TABLE_ID)
                                .seed(name.hashCode())
                                .files(files - emptyFiles)
                                .emptyFiles(emptyFiles);
        return WRITTEN.computeIfAbsent(name, key -> new Export(write.into(writer.get())));
    }

    private static List<String> lines(Path file) {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            return Collections.unmodifiableList(
                    new ArrayList<>(reader.lines().collect(Collectors.toList())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
