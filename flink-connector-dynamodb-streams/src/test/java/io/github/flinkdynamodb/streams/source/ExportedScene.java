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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Exports of which savepoints are taken in the middle, as zip files beside those: a savepoint that
 * was taken long ago goes on with the export that it is of. Written again it would be another one,
 * since checksums depend on the zlib of the machine.
 */
final class ExportedScene {

    static final int ITEMS = 450;
    static final int CHANGED_ITEMS = 120;
    static final int WINDOWS = 3;

    /** In the second window the changes are long. */
    static final int LONG_WINDOW = 1;

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int WINDOW_SECONDS = 3600;

    /** About twenty lines are a megabyte, and some 80 bytes of a file each. */
    private static final String PADDING = "x".repeat(50_000);

    private final Path bucket;

    private ExportedScene(Path bucket) {
        this.bucket = bucket;
    }

    /** Unpacks exports into a folder that is there. */
    static ExportedScene unpack(String name, Path folder) throws IOException {
        String resource = "/savepoints/exports/" + name + ".zip";
        try (InputStream in = ExportedScene.class.getResourceAsStream(resource);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                Path file = folder.resolve(e.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        return new ExportedScene(folder);
    }

    /** Returns the folders with a manifest. */
    List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.walk(bucket)) {
            return all.filter(file -> file.endsWith("manifest-summary.json"))
                    .map(Path::getParent)
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    /** Returns in which window a change was made, from 0. */
    static int windowOf(Instant time) {
        return (int) ((time.getEpochSecond() - START.getEpochSecond()) / WINDOW_SECONDS);
    }

    /** Writes a full export of items, of which a file has a few chunks. */
    static void writeFull(Path zip, Path folder) throws IOException {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add(item(i, 0, PADDING));
        }
        writer(folder).files(10).zeroByteFiles(1).full(START, items);
        pack(folder, zip);
    }

    /**
     * Writes a chain of exports, in each of which all items are changed or, at the end, deleted.
     */
    static void writeIncremental(Path zip, Path folder) throws IOException {
        for (int window = 0; window < WINDOWS; window++) {
            Instant from = START.plusSeconds((long) window * WINDOW_SECONDS);
            List<ItemChange> changes = new ArrayList<>();
            for (int i = 0; i < CHANGED_ITEMS; i++) {
                changes.add(
                        ItemChange.of(
                                Item.builder().s("id", "item-" + i).build(),
                                window == 0 ? null : item(i, window - 1, ""),
                                isDeleted(i, window) ? null : item(i, window, padding(window)),
                                from.plusSeconds(i)));
            }
            writer(folder)
                    .seed(window)
                    .files(3)
                    .incremental(
                            from,
                            from.plusSeconds(WINDOW_SECONDS),
                            ExportView.NEW_AND_OLD_IMAGES,
                            changes);
        }
        pack(folder, zip);
    }

    static boolean isDeleted(int item, int window) {
        return window == WINDOWS - 1 && item % 3 == 0;
    }

    private static String padding(int window) {
        return window == LONG_WINDOW ? PADDING : "";
    }

    private static Item item(int number, int window, String padding) {
        return Item.builder()
                .s("id", "item-" + number)
                .n("window", window)
                .s("padding", padding)
                .build();
    }

    private static ExportWriter writer(Path folder) {
        return ExportWriter.into(folder)
                .bucketName("bucket")
                .tableArn("arn:aws:dynamodb:eu-west-1:123456789012:table/orders");
    }

    private static void pack(Path folder, Path zip) throws IOException {
        Files.createDirectories(zip.getParent());
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out);
                Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                packed.putNextEntry(new ZipEntry(name));
                Files.copy(file, packed);
            }
        }
    }
}
