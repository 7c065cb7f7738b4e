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

import io.github.flinkdynamodb.streams.client.LastCause;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.ExportTarget;
import io.github.flinkdynamodb.streams.source.config.RepairConfig;
import io.github.flinkdynamodb.streams.source.config.ScanConfig;
import io.github.flinkdynamodb.streams.source.export.ChainFolders;
import io.github.flinkdynamodb.streams.source.export.ExportFileReader;
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import io.github.flinkdynamodb.streams.source.export.LineChunk;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The reads of an export's files: some lines after the others. A read that fails isn't repeated
 * here: file systems do that themselves, as far as it helps, and the job goes on at the line of its
 * last checkpoint. Fetcher thread only; what reads is on threads of its own.
 */
final class FileCalls implements PollerCalls {

    private final FetchScheduler scheduler;
    private final ReaderMetrics metrics;
    private final ScanConfig scan;

    /** Null unless gaps are repaired. */
    private final RepairConfig repair;

    private final ChainFolders chain;
    private final BlockingReads reads = new BlockingReads();

    /** The files that are being read, in the order in which they came. */
    private final Set<FilePoller> reading = new LinkedHashSet<>();

    /**
     * Creates the reads.
     *
     * @param scheduler decides when they are made
     * @param context what they are made with
     */
    FileCalls(FetchScheduler scheduler, FetchContext context) {
        this.scheduler = scheduler;
        this.metrics = context.metrics;
        this.scan = context.config.scan();
        this.repair = context.config.repair().orElse(null);
        this.chain = new ChainFolders(scan.incrementalExports());
    }

    /**
     * Begins to read a file, again if it is here already; one that has ended is only kept.
     *
     * @param isSatisfied whether nothing of it is wanted any more, so that it ends without a read
     */
    void add(FileSplit split, boolean isSatisfied) {
        scheduler.remove(split.splitId());
        FilePoller poller = new FilePoller(split, reader(split), this, scheduler.newRetries());
        scheduler.add(poller);
        if (isSatisfied) {
            endUnread(poller);
        } else if (!split.isEnded()) {
            reading.add(poller);
        }
    }

    private ExportFileReader reader(FileSplit split) {
        if (split.file().content().isPresent()) {
            return new ExportFileReader(split.file(), split.lines());
        }
        TableExport export = split.table().export().orElseThrow();
        if (export.window().isEmpty()) {
            return new ExportFileReader(requireFolder(split), split.file(), split.lines());
        }
        return scan.incrementalExports().isEmpty() && repair != null
                ? new ExportFileReader(folderOfGap(export), split.file(), split.lines())
                : new ExportFileReader(chain, export.arn(), split.file(), split.lines());
    }

    private ExportFolder folderOfGap(TableExport export) {
        ExportTarget target = repair.target();
        return new ExportFolder(target.folderOf(export.arn()), target.option());
    }

    private ExportFolder requireFolder(FileSplit split) {
        String folder =
                scan.folderOf(split.table().export().orElseThrow().arn())
                        .orElseThrow(() -> withoutFolder(split));
        return new ExportFolder(folder, scan.exportOption().key());
    }

    private static FlinkRuntimeException withoutFolder(FileSplit split) {
        return new FlinkRuntimeException(
                String.format(
                        "The state that the job was restored from holds %s, but '%s' isn't set."
                                + " Set it to that export's folder",
                        split, DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT.key()));
    }

    @Override
    public FetchLane lane() {
        return scheduler.segmentLane();
    }

    @Override
    public CompletableFuture<?> send(Poller poller, PollerCall call) {
        return reads.submit(((FilePoller) poller).reader()::next);
    }

    @Override
    public long completed(Completion completion) throws IOException {
        FilePoller poller = (FilePoller) completion.poller;
        if (completion.error != null) {
            throw failed(poller, completion.error);
        }
        LineChunk lines = (LineChunk) completion.answer;
        poller.received(lines);
        metrics.scanPageReceived(lines.bytes().length, 0);
        scheduler.refreshReady(poller);
        callNext(poller);
        return lines.bytes().length;
    }

    private static IOException failed(FilePoller poller, Throwable wrapped) {
        Throwable error = ExceptionUtils.stripCompletionException(wrapped);
        return error instanceof IOException
                ? (IOException) error
                : LastCause.of(
                        new IOException("Cannot read " + poller.what() + ": " + error), error);
    }

    @Override
    public void ignored(PollerCall call) {}

    @Override
    public void callNext(Poller poller) {
        scheduler.schedule(poller, 0);
    }

    /**
     * Notes what the decoding of lines has found out, and has the next ones read.
     *
     * @param items how many items they had
     * @param isLast whether the file has ended
     * @param isSatisfied whether nothing of any file is wanted any more
     */
    void decoded(FilePoller poller, int items, boolean isLast, boolean isSatisfied) {
        metrics.scanned(items, 0);
        poller.itemsRead(items);
        metrics.itemsOfOpenSegments(items);
        if (isLast || isSatisfied) {
            end(poller);
        } else {
            scheduler.refreshReady(poller);
            callNext(poller);
        }
        if (isSatisfied) {
            List.copyOf(reading).forEach(this::endUnread);
            reading.clear();
        }
    }

    private void endUnread(FilePoller poller) {
        if (!poller.isEnded()) {
            metrics.itemsOfOpenSegments(-poller.takeOpenItems());
            scheduler.end(poller, poller.endUnread());
        }
    }

    @Override
    public void removed(Poller poller) {
        end((FilePoller) poller);
    }

    private void end(FilePoller poller) {
        metrics.itemsOfOpenSegments(-poller.takeOpenItems());
        reading.remove(poller);
        scheduler.end(poller, poller.end());
    }

    /** Ends the threads. What they still return, nobody takes. */
    void close() {
        reads.close();
    }
}
