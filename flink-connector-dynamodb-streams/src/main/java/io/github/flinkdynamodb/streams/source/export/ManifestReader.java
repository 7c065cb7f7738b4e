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

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.streams.source.split.ExportWindow;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * Reads the manifest of an export, and checks that it is a finished one in DynamoDB JSON, full or
 * incremental as is expected, whose parts fit together. Keys of files are from the root of the
 * bucket that the export was written to; here they are looked up in the folder that was named, so
 * an export may be copied anywhere.
 */
@Internal
public final class ManifestReader {

    private static final String SUMMARY = "manifest-summary";
    private static final String FILES = "manifest-files";
    private static final String STARTED = "_started";

    /** The service writes the first; its documentation shows the second. */
    private static final List<String> CHECKSUMS = List.of(".md5", ".checksum");

    private static final String EXPORT_ARN = "exportArn";
    private static final String TABLE_ARN = "tableArn";
    private static final String TABLE_ID = "tableId";
    private static final String EXPORT_TIME = "exportTime";
    private static final String ITEM_COUNT = "itemCount";
    private static final String SIZE = "billedSizeBytes";
    private static final String FORMAT = "outputFormat";
    private static final String TYPE = "exportType";
    private static final String FROM_TIME = "exportFromTime";
    private static final String TO_TIME = "exportToTime";
    private static final String VIEW = "outputView";
    private static final List<String> SUMMARY_FIELDS =
            List.of(
                    EXPORT_ARN,
                    TABLE_ARN,
                    TABLE_ID,
                    EXPORT_TIME,
                    FROM_TIME,
                    TO_TIME,
                    VIEW,
                    ITEM_COUNT,
                    SIZE,
                    FORMAT,
                    TYPE);

    private static final String FILE_KEY = "dataFileS3Key";
    private static final String FILE_MD5 = "md5Checksum";
    private static final List<String> FILE_FIELDS = List.of(ITEM_COUNT, FILE_MD5, FILE_KEY);

    private static final String JSON = "DYNAMODB_JSON";
    private static final String FULL = "FULL_EXPORT";
    private static final String INCREMENTAL = "INCREMENTAL_EXPORT";
    private static final String DATA = "data/";

    /** Incremental exports share a folder of data, which lies beside those of their manifests. */
    private static final String SHARED = "../";

    private static final String NEW_IMAGE = "NEW_IMAGE";

    private final ExportFolder folder;
    private final boolean incremental;

    private ManifestReader(ExportFolder folder, boolean incremental) {
        this.folder = folder;
        this.incremental = incremental;
    }

    /**
     * Reads the manifest of a full export.
     *
     * @param folder the export's folder
     * @return the manifest
     * @throws IOException if the folder isn't that of an export, the export can't be read here, or
     *     its manifest is damaged; the message says which, and what to do
     */
    public static ExportManifest read(ExportFolder folder) throws IOException {
        return new ManifestReader(folder, false).read();
    }

    /**
     * Reads the manifest of an incremental export.
     *
     * @param folder the export's folder
     * @return the manifest
     * @throws IOException as {@link #read(ExportFolder)}
     */
    public static ExportManifest readIncremental(ExportFolder folder) throws IOException {
        return new ManifestReader(folder, true).read();
    }

    /**
     * Reads which export a folder is of.
     *
     * @param folder the folder of an incremental export
     * @return the export's ARN
     * @throws IOException as {@link #read(ExportFolder)}
     */
    static String readArn(ExportFolder folder) throws IOException {
        ManifestReader reader = new ManifestReader(folder, true);
        return reader.text(reader.readSummary(), EXPORT_ARN);
    }

    private ExportManifest read() throws IOException {
        ManifestLine summary = readSummary();
        requireType(summary);
        requireJson(summary);
        byte[] list = readList();
        List<ExportFile> files = new FileList().read(list);
        long items = number(summary, ITEM_COUNT);
        requireSum(files, items);
        TableExport export = export(summary, Md5.of(list));
        long size = summary.get(SIZE) == null ? 0 : number(summary, SIZE);
        return new ExportManifest(
                export, text(summary, TABLE_ARN), text(summary, TABLE_ID), items, size, files);
    }

    private TableExport export(ManifestLine summary, String digest) throws IOException {
        String arn = text(summary, EXPORT_ARN);
        return incremental
                ? TableExport.incremental(arn, window(summary), digest)
                : new TableExport(arn, time(summary, EXPORT_TIME), digest);
    }

    private ExportWindow window(ManifestLine summary) throws IOException {
        Instant from = time(summary, FROM_TIME);
        Instant to = time(summary, TO_TIME);
        if (!from.isBefore(to)) {
            String found = "its window ends at " + to + " and begins at " + from;
            throw damaged(SUMMARY, new DecodeException(found));
        }
        return new ExportWindow(from, to, view(summary));
    }

    /** The API's reference has both spellings of the first. */
    private StreamViewType view(ManifestLine summary) throws IOException {
        String view = text(summary, VIEW);
        if (view.equals(StreamViewType.NEW_AND_OLD_IMAGES.name())) {
            return StreamViewType.NEW_AND_OLD_IMAGES;
        }
        if (view.equals(NEW_IMAGE) || view.equals(NEW_IMAGE + "S")) {
            return StreamViewType.NEW_IMAGE;
        }
        String found = "'" + VIEW + "' is '" + view + "', expected NEW_IMAGE or NEW_AND_OLD_IMAGES";
        throw damaged(SUMMARY, new DecodeException(found));
    }

    private byte[] readList() throws IOException {
        try {
            return readChecked(FILES);
        } catch (FileNotFoundException e) {
            String missing =
                    "the folder has no 'manifest-files.json'. Copy the export again, with all of"
                            + " its files";
            throw folder.invalid(missing, e);
        }
    }

    private ManifestLine readSummary() throws IOException {
        byte[] json;
        try {
            json = readChecked(SUMMARY);
        } catch (FileNotFoundException e) {
            throw folder.invalid(whyThereIsNoSummary(), e);
        }
        try {
            return ManifestLine.read(new ByteSlice(json, 0, json.length), SUMMARY_FIELDS);
        } catch (DecodeException e) {
            throw damaged(SUMMARY, e);
        }
    }

    private String whyThereIsNoSummary() throws IOException {
        if (folder.has(STARTED)) {
            return "the export isn't finished, or it failed: the folder has '_started', but no"
                    + " 'manifest-summary.json'. Start the job when DescribeExport returns"
                    + " COMPLETED";
        }
        String found =
                folder.hasAnything()
                        ? "the folder has no 'manifest-summary.json', so it isn't that of an export"
                        : "the folder doesn't exist, or is empty";
        if (folder.bucketPathOption().isPresent()) {
            return String.format(
                    "%s, but DynamoDB has completed the export. Check that '%s' leads to the"
                            + " bucket",
                    found, folder.bucketPathOption().get());
        }
        return found
                + ". Expected the folder of a finished "
                + (incremental ? "incremental" : "full")
                + " export, such as"
                + " 's3://bucket/prefix/AWSDynamoDB/01234567890123-a1b2c3d4'"
                + (incremental ? ", and several of them separated by ';'" : "");
    }

    /** Full exports of before there were incremental ones don't tell their type. */
    private void requireType(ManifestLine summary) throws IOException {
        String type = summary.get(TYPE) == null ? FULL : summary.get(TYPE);
        if (type.equals(incremental ? INCREMENTAL : FULL)) {
            return;
        }
        throw new IOException(
                folder.invalid(
                        String.format(
                                incremental
                                        ? "this export is a %s. Expected an incremental one: a full"
                                                + " one has the table, not the changes of a time."
                                                + " Remove it, or read it by 'scan.startup.mode' ="
                                                + " 'snapshot' and 'scan.snapshot.export'"
                                        : "this export is an %s. Expected a full one: an"
                                                + " incremental one has the changes of a time, not"
                                                + " the table",
                                type)));
    }

    private void requireJson(ManifestLine summary) throws IOException {
        String format = text(summary, FORMAT);
        if (!format.equals(JSON)) {
            throw new IOException(
                    folder.invalid(
                            String.format(
                                    "the format of this export is %s, expected %s. Export the table"
                                            + " once more with ExportFormat = %s",
                                    format, JSON, JSON)));
        }
    }

    private void requireSum(List<ExportFile> files, long items) throws IOException {
        long sum = files.stream().mapToLong(ExportFile::itemCount).sum();
        if (sum != items) {
            throw new IOException(
                    folder.invalid(
                            String.format(
                                    "'manifest-summary.json' says that the export has %d items, but"
                                            + " the files of 'manifest-files.json' have %d. Copy"
                                            + " the export again",
                                    items, sum)));
        }
    }

    /** Reads a part of the manifest whose checksum lies in a file beside it. */
    private byte[] readChecked(String name) throws IOException {
        byte[] json = folder.read(name + ".json");
        String expected = readChecksum(name);
        String found = Md5.of(json);
        if (!found.equals(expected)) {
            throw new IOException(
                    folder.invalid(
                            String.format(
                                    "'%s.json' is damaged: its MD5 is %s, expected %s. Copy the"
                                            + " export again",
                                    name, found, expected)));
        }
        return json;
    }

    private String readChecksum(String name) throws IOException {
        for (String suffix : CHECKSUMS) {
            try {
                return new String(folder.read(name + suffix), StandardCharsets.UTF_8).trim();
            } catch (FileNotFoundException e) {
                continue;
            }
        }
        throw new IOException(
                folder.invalid(
                        String.format(
                                "the folder has '%s.json', but no checksum of it, '%s.md5'. Copy"
                                        + " the export again, with all of its files",
                                name, name)));
    }

    private String text(ManifestLine line, String name) throws IOException {
        try {
            return line.text(name);
        } catch (DecodeException e) {
            throw damaged(SUMMARY, e);
        }
    }

    private long number(ManifestLine line, String name) throws IOException {
        try {
            return line.number(name);
        } catch (DecodeException e) {
            throw damaged(SUMMARY, e);
        }
    }

    private Instant time(ManifestLine summary, String name) throws IOException {
        String time = text(summary, name);
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException e) {
            String found = "'" + name + "' is '" + time + "', expected a time in ISO 8601";
            throw damaged(SUMMARY, new DecodeException(found, e));
        }
    }

    private IOException damaged(String name, DecodeException reason) {
        return folder.invalid(
                String.format(
                        "'%s.json' isn't what DynamoDB writes: %s", name, reason.getMessage()),
                reason);
    }

    /** Reads the list of files: a line for each. */
    private final class FileList {

        private final List<ExportFile> files = new ArrayList<>();
        private final Set<String> names = new HashSet<>();

        List<ExportFile> read(byte[] list) throws IOException {
            int from = 0;
            while (from < list.length) {
                int to = from;
                while (to < list.length && list[to] != '\n') {
                    to++;
                }
                if (to > from) {
                    add(new ByteSlice(list, from, to - from));
                }
                from = to + 1;
            }
            if (files.size() > SegmentScan.MAX_SEGMENTS) {
                throw new IOException(
                        folder.invalid(
                                String.format(
                                        "the export has %d files, expected %d at most",
                                        files.size(), SegmentScan.MAX_SEGMENTS)));
            }
            return files;
        }

        private void add(ByteSlice json) throws IOException {
            try {
                ManifestLine line = ManifestLine.read(json, FILE_FIELDS);
                String name = nameOf(line.text(FILE_KEY));
                if (!names.add(name)) {
                    throw new DecodeException("it has '" + name + "' twice");
                }
                files.add(new ExportFile(name, line.number(ITEM_COUNT), line.text(FILE_MD5)));
            } catch (DecodeException e) {
                throw damaged(FILES, e);
            }
        }

        /** The key is from the bucket's root; each data file lies in a folder "data". */
        private String nameOf(String key) {
            int name = key.lastIndexOf('/') + 1;
            if (!("/" + key.substring(0, name)).endsWith("/" + DATA) || name == key.length()) {
                throw new DecodeException(
                        "'" + FILE_KEY + "' is '" + key + "', expected a file of a folder 'data'");
            }
            return (incremental ? SHARED : "") + DATA + key.substring(name);
        }
    }
}
