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
package io.github.flinkdynamodb.tools.simulator.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** Writes the data files of one export, and after them its manifests. */
final class ExportFiles {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final char[] NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
    private static final int NAME_LENGTH = 26;

    private final ExportFolder folder;
    private final Random random;
    private final List<ObjectNode> entries = new ArrayList<>();
    private long items;

    /**
     * The files of an export.
     *
     * @param folder where they go
     * @param random for names and the order of the files
     */
    ExportFiles(ExportFolder folder, Random random) {
        this.folder = folder;
        this.random = random;
    }

    /** Writes a data file; without any entries it has no lines, but is a gzip file all the same. */
    <T> void write(List<T> content, Function<T, String> line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (T entry : content) {
                gzip.write((line.apply(entry) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        add(bytes.toByteArray(), content.size());
    }

    /** Writes a data file of no bytes at all, not even gzip's own. */
    void writeZeroBytes() {
        add(new byte[0], 0);
    }

    private void add(byte[] bytes, int lines) {
        String key = folder.dataKey(name());
        folder.write(key, bytes);
        byte[] md5 = ExportFolder.md5(bytes);
        entries.add(
                JSON.objectNode()
                        .put("itemCount", lines)
                        .put("md5Checksum", ExportFolder.base64(md5))
                        .put("etag", etag(md5))
                        .put("dataFileS3Key", key));
        items += lines;
    }

    private String name() {
        StringBuilder name = new StringBuilder(NAME_LENGTH);
        for (int i = 0; i < NAME_LENGTH; i++) {
            name.append(NAME_LETTERS[random.nextInt(NAME_LETTERS.length)]);
        }
        return name.toString();
    }

    /** Returns the tag that S3 gives an object uploaded in one part of a multipart upload. */
    private static String etag(byte[] md5) {
        StringBuilder tag = new StringBuilder();
        for (byte b : ExportFolder.md5(md5)) {
            tag.append(String.format("%02x", b));
        }
        return tag.append("-1").toString();
    }

    /** Returns how many lines there are so far. */
    long items() {
        return items;
    }

    /**
     * Writes the manifests. The summary is last: with it, the export is complete.
     *
     * @param header what it says of the export
     */
    WrittenExport finish(ExportHeader header) {
        Collections.shuffle(entries, random);
        StringBuilder lines = new StringBuilder();
        List<Path> paths = new ArrayList<>();
        for (ObjectNode entry : entries) {
            lines.append(entry).append('\n');
            paths.add(folder.path(entry.get("dataFileS3Key").asText()));
        }
        folder.writeManifest(ExportFolder.FILES, lines.toString());
        folder.writeManifest(
                ExportFolder.SUMMARY,
                header.summary(folder.key(ExportFolder.FILES), items).toString());
        return new WrittenExport(folder, header.arn(), items, header.billedBytes(), paths);
    }
}
