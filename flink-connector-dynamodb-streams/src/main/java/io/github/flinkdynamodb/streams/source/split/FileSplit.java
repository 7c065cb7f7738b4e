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

import java.util.Objects;
import org.apache.flink.annotation.Internal;

/**
 * A data file of an export. Its position is the number of lines that are out: files don't change,
 * so a count is right here. Immutable.
 */
@Internal
public final class FileSplit extends SnapshotSplit {

    private final ExportFile file;
    private final long lines;
    private final boolean ended;

    private FileSplit(ScannedTable table, int index, ExportFile file, long lines, boolean ended) {
        super(Objects.requireNonNull(table, "table"), index);
        this.file = Objects.requireNonNull(file, "file");
        this.lines = lines;
        this.ended = ended;
        Objects.checkIndex(index, table.totalSegments());
        table.export().orElseThrow();
    }

    /**
     * A file of which nothing has been read yet.
     *
     * @param table the table, whose export it is of
     * @param index the file's index in the export's list
     * @param file the file
     * @return the split
     * @throws IndexOutOfBoundsException if the export has no such file
     */
    public static FileSplit of(ScannedTable table, int index, ExportFile file) {
        return new FileSplit(table, index, file, 0, false);
    }

    /**
     * The same file, to be read on behind a line.
     *
     * @param linesOut how many of its lines have been emitted
     * @return the split
     */
    public FileSplit at(long linesOut) {
        return new FileSplit(table(), index(), file, linesOut, false);
    }

    /**
     * The same file, all items of which have been emitted.
     *
     * @return the split
     */
    public FileSplit end() {
        return new FileSplit(table(), index(), file, 0, true);
    }

    /**
     * Returns the file.
     *
     * @return its name and what it must have
     */
    public ExportFile file() {
        return file;
    }

    /**
     * Returns how far it has been read.
     *
     * @return the number of lines that have been emitted; 0 if it has ended
     */
    public long lines() {
        return lines;
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof FileSplit)) {
            return false;
        }
        FileSplit that = (FileSplit) o;
        return table().equals(that.table())
                && index() == that.index()
                && file.equals(that.file)
                && lines == that.lines
                && ended == that.ended;
    }

    @Override
    public int hashCode() {
        return Objects.hash(table(), index(), lines);
    }

    @Override
    public String toString() {
        return splitId()
                + ", "
                + file
                + " of "
                + table()
                + (lines == 0 ? "" : " after line " + lines)
                + (ended ? " ENDED" : "");
    }
}
