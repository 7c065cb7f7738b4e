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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The folder of one export in a bucket, and the keys of its files. Immutable.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html">Table
 *     export output format</a>
 */
final class ExportFolder {

    static final String SUMMARY = "manifest-summary";
    static final String FILES = "manifest-files";

    private static final String ROOT = "AWSDynamoDB/";
    private static final String JSON = ".json";

    private final Path bucket;
    private final String root;
    private final String id;
    private final String data;

    /**
     * A folder.
     *
     * @param bucket the directory that stands for the bucket
     * @param prefix the prefix of all keys; may be empty
     * @param id the export's id
     * @param sharesData whether the data files are in the folder that all incremental exports share
     * @throws IllegalArgumentException if the prefix leads out of the bucket
     */
    ExportFolder(Path bucket, String prefix, String id, boolean sharesData) {
        this.bucket = bucket;
        this.root = prefix + (prefix.isEmpty() || prefix.endsWith("/") ? "" : "/") + ROOT;
        this.id = id;
        this.data = root + (sharesData ? "" : id + "/") + "data/";
        if (!path(root).startsWith(bucket.normalize())) {
            throw new IllegalArgumentException(
                    "Invalid prefix '" + prefix + "': expected one within the bucket");
        }
    }

    String id() {
        return id;
    }

    /** Returns the key of a manifest, {@link #SUMMARY} or {@link #FILES}. */
    String key(String manifest) {
        return root + id + "/" + manifest + JSON;
    }

    /** Returns the key of a data file. */
    String dataKey(String name) {
        return data + name + JSON + ".gz";
    }

    /** Returns where the manifests are. */
    Path path() {
        return path(root + id);
    }

    /** Returns where the object of a key is. */
    Path path(String key) {
        // A key may begin with a slash, and then isn't a path of its own.
        return Path.of(bucket + "/" + key).normalize();
    }

    /** Writes the empty file that proves that the bucket can be written to. */
    void writeStarted() {
        write(root + id + "/_started", new byte[0]);
    }

    /** Writes a manifest and the file with its checksum. */
    void writeManifest(String manifest, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        write(key(manifest), bytes);
        write(
                root + id + "/" + manifest + ".md5",
                base64(md5(bytes)).getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes an object. */
    void write(String key, byte[] content) {
        Path path = path(key);
        try {
            Files.createDirectories(path.getParent());
            Files.write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
