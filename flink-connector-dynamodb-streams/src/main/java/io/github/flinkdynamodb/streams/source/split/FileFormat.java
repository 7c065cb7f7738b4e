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
package io.github.flinkdynamodb.streams.source.split;

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a file's split behind its kind. Those of an incremental export have the form of
 * {@link WindowFormat} behind the digest, and are another kind. A byte of flags: 1 for a file that
 * has ended, 2 for one whose content is held in the state. Then the table's name and ARN as texts;
 * the number of its key attributes, which may be 0, and their names as texts; the export's ARN as a
 * text, its time, and the digest of its list of files as a text; the number of files and the file's
 * index as counts; the file's name as a text, the number of its items in 8 bytes and its MD5 as a
 * text; and the number of lines that are out in 8 bytes; with flag 2 the content as a block.
 */
final class FileFormat {

    private static final int ENDED = 1;
    private static final int HELD = 2;
    private static final int ALL_FLAGS = 3;
    private static final int MOST_KEYS = 2;

    private FileFormat() {}

    static boolean isIncremental(FileSplit split) {
        return split.table().export().orElseThrow().window().isPresent();
    }

    static void write(FileSplit split, StateOutput out) throws IOException {
        ScannedTable table = split.table();
        TableExport export = table.export().orElseThrow();
        byte[] content = split.file().content().orElse(null);
        out.writeByte((split.isEnded() ? ENDED : 0) | (content == null ? 0 : HELD));
        out.writeText(table.name());
        out.writeText(table.arn());
        out.writeCount(table.keyNames().size());
        for (String name : table.keyNames()) {
            out.writeText(name);
        }
        out.writeText(export.arn());
        out.writeInstant(export.time());
        out.writeText(export.digest());
        if (export.window().isPresent()) {
            WindowFormat.write(export.window().get(), out);
        }
        out.writeCount(table.totalSegments());
        out.writeCount(split.index());
        out.writeText(split.file().name());
        out.writeLong(split.file().itemCount());
        out.writeText(split.file().md5());
        out.writeLong(split.lines());
        if (content != null) {
            out.writeBlock(content);
        }
    }

    static FileSplit read(StateInput in, boolean incremental) throws IOException {
        int flags = in.readFlags("flags", ALL_FLAGS);
        boolean ended = (flags & ENDED) != 0;
        ScannedTable table = readTable(in, incremental);
        int index = in.readCount("file", table.totalSegments() - 1);
        ExportFile file =
                new ExportFile(
                        in.readText("name of the file"),
                        readNumber(in, "number of items"),
                        in.readText("MD5 of the file"));
        long lines = readNumber(in, "number of lines");
        if (lines > file.itemCount() || ended && lines > 0) {
            throw in.corrupt("number of lines", "found " + lines);
        }
        if ((flags & HELD) != 0) {
            file = file.heldAs(in.readBlock("content of the file"));
        }
        FileSplit split = FileSplit.of(table, index, file);
        return ended ? split.end() : split.at(lines);
    }

    private static ScannedTable readTable(StateInput in, boolean incremental) throws IOException {
        String name = in.readText("table name");
        String arn = in.readText("table ARN");
        int keys = in.readCount("number of key attributes", MOST_KEYS);
        List<String> keyNames = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            keyNames.add(in.readText("name of a key attribute"));
        }
        String exportArn = in.readText("export ARN");
        Instant time = in.readInstant("time of the export");
        String digest = in.readText("digest of the export");
        TableExport export =
                incremental
                        ? TableExport.incremental(exportArn, WindowFormat.read(in, time), digest)
                        : new TableExport(exportArn, time, digest);
        int files = in.readCount("number of files", SegmentScan.MAX_SEGMENTS);
        if (files == 0) {
            throw in.corrupt("number of files", "found 0, expected 1 or more");
        }
        return ScannedTable.exported(name, arn, keyNames, files, export);
    }

    private static long readNumber(StateInput in, String field) throws IOException {
        long number = in.readLong(field);
        if (number < 0) {
            throw in.corrupt(field, "found " + number + ", expected 0 or more");
        }
        return number;
    }
}
