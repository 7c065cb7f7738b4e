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

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads an export as a consumer of the service's exports does, and checks all its checksums. */
public final class ExportReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path bucket;
    private final JsonNode summary;
    private final List<JsonNode> entries = new ArrayList<>();
    private final List<JsonNode> lines = new ArrayList<>();

    /**
     * Reads an export.
     *
     * @param bucket the directory that stands for the bucket
     * @param manifest the key of its summary
     */
    public ExportReader(Path bucket, String manifest) {
        this.bucket = bucket;
        this.summary = json(checked(manifest));
        String files = checked(summary.get("manifestFilesS3Key").asText());
        files.lines().forEach(line -> entries.add(json(line)));
        entries.forEach(this::readFile);
        assertThat(lines).hasSize(summary.get("itemCount").asInt());
    }

    private String checked(String key) {
        String content = new String(bytes(key), StandardCharsets.UTF_8);
        byte[] checksum = bytes(key.replace(".json", ".md5"));
        assertThat(new String(checksum, StandardCharsets.UTF_8)).isEqualTo(md5(bytes(key)));
        return content;
    }

    private void readFile(JsonNode entry) {
        byte[] bytes = bytes(entry.get("dataFileS3Key").asText());
        assertThat(entry.get("md5Checksum").asText()).isEqualTo(md5(bytes));
        assertThat(entry.get("etag").asText()).matches("[0-9a-f]{32}-1");
        List<JsonNode> read = new ArrayList<>();
        if (bytes.length > 0) {
            inflated(bytes).lines().forEach(line -> read.add(json(line)));
        }
        assertThat(read).hasSize(entry.get("itemCount").asInt());
        lines.addAll(read);
    }

    private static String inflated(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(String key) {
        try {
            return Files.readAllBytes(bucket.resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String md5(byte[] bytes) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(bytes);
            return Base64.getEncoder().encodeToString(md5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The summary manifest. */
    public JsonNode summary() {
        return summary;
    }

    /** The lines of the manifest of files. */
    public List<JsonNode> entries() {
        return entries;
    }

    /** The lines of all data files. */
    public List<JsonNode> lines() {
        return lines;
    }

    /** The items of a full export. */
    public List<Item> items() {
        List<Item> items = new ArrayList<>();
        for (JsonNode line : lines) {
            assertThat(line).hasSize(1);
            items.add(Item.of(line.get("Item")));
        }
        return items;
    }
}
