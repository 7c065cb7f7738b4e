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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.source.export.ExportFileReader;
import io.github.flinkdynamodb.streams.source.export.LineChunk;
import io.github.flinkdynamodb.streams.source.split.FileSplit;

/** How far the reading of one file of an export is. */
final class FilePoller extends SnapshotPoller {

    /** A chunk, or one long line. */
    private static final long MAX_ESTIMATE = 2L * ExportFileReader.CHUNK_BYTES;

    private final FileSplit split;
    private final ExportFileReader reader;

    /** Whether the file's last lines are here. */
    private boolean complete;

    FilePoller(FileSplit split, ExportFileReader reader, PollerCalls calls, CallRetries retries) {
        super(calls, retries, split.isEnded(), StateChange.endFile());
        this.split = split;
        this.reader = reader;
    }

    FileSplit split() {
        return split;
    }

    ExportFileReader reader() {
        return reader;
    }

    @Override
    String splitId() {
        return split.splitId();
    }

    @Override
    String what() {
        return "file " + split.file().name() + " of the export of table " + split.table().name();
    }

    @Override
    boolean wantsCall() {
        return !complete && pages() < MAX_BUFFERED_PAGES;
    }

    @Override
    FileCall newCall(ReaderClock clock) {
        return new FileCall(estimate(), generation(), clock);
    }

    @Override
    long maxEstimate() {
        return MAX_ESTIMATE;
    }

    /** Takes lines, also during a pause: they can only be had again from the file's beginning. */
    void received(LineChunk lines) {
        pageCame(lines.bytes().length);
        complete = lines.isLast();
        buffer(new FileChunk(lines));
    }

    @Override
    boolean hasWork() {
        return !isPaused() && super.hasWork();
    }

    @Override
    boolean keepsPages() {
        return true;
    }

    @Override
    void rewind(UndecodedPage page) {
        throw new IllegalStateException("lines of " + what() + " can't be read again");
    }

    @Override
    long end() {
        reader.close();
        return super.end();
    }
}
