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

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.ShardIteratorStart;
import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamSummary;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The service as one reader sees it: pages of Scan may take their time, whether they are read at
 * the beginning of the call or at its end; and it is known which pages are under way.
 */
final class ReaderService implements StreamsClient {

    private final World world;
    private final StreamsClient service;
    private final List<PageModel> pages = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();

    /** So many of the next calls are slow. */
    private int slowCalls;

    private boolean readEarly;

    ReaderService(World world) {
        this.world = world;
        this.service = world.service;
    }

    /** Notes that files are to be read, which may take their time too. */
    void filesAdded(List<DynamoDbStreamsSplit> splits) {
        for (DynamoDbStreamsSplit split : splits) {
            if (split instanceof FileSplit && world.files != null) {
                FileSplit file = (FileSplit) split;
                PageModel page = new PageModel(file.index(), world.clock.instant());
                world.files.left(file).forEach(row -> page.inside.put(row.item, row));
                page.answered();
                pages.add(page);
            }
        }
        pages.removeIf(PageModel::isDone);
    }

    /** Reads of a file on, now or when it is answered. */
    void readFile(Runnable read) {
        if (slowCalls == 0) {
            read.run();
        } else {
            slowCalls--;
            waiting.add(read);
        }
    }

    /** Makes the next calls of Scan slow, or reads of files. */
    void slowScans(int calls, boolean early) {
        slowCalls = calls;
        readEarly = early;
    }

    /** Answers one of the slow calls. */
    boolean answer(int choice) {
        if (waiting.isEmpty()) {
            return false;
        }
        waiting.remove(choice % waiting.size()).run();
        return true;
    }

    List<PageModel> pages() {
        return pages;
    }

    /** Returns when the oldest page was asked for that has been answered; null if there is none. */
    Instant oldestAnswered() {
        return pages.stream()
                .filter(page -> page.step() != ScanStep.PAGE_REQUESTED)
                .map(page -> page.requestedAt)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Returns when the oldest page was asked for of which not all is out; null if all is. */
    Instant oldestNotEmitted() {
        return pages.stream()
                .filter(page -> page.step() != ScanStep.PAGE_EMITTED)
                .map(page -> page.requestedAt)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Returns the items that have been read and not emitted. */
    List<ItemModel> itemsOnTheirWay() {
        return pages.stream()
                .flatMap(page -> page.inside.keySet().stream())
                .sorted(Comparator.comparing(item -> item.key))
                .collect(Collectors.toList());
    }

    /** Returns the items that have been read, and are in no completed checkpoint. */
    List<ItemModel> uncoveredItems() {
        return pages.stream()
                .flatMap(PageModel::uncovered)
                .sorted(Comparator.comparing(item -> item.key))
                .collect(Collectors.toList());
    }

    /** Returns whether some items of a page are out, and others aren't. */
    boolean isWithinPage() {
        return pages.stream().anyMatch(page -> page.step() == ScanStep.PAGE_HALF_EMITTED);
    }

    /** Notes that a row of the scan has been emitted. */
    void emitted(ItemVersion row, int place) {
        for (PageModel page : pages) {
            if (page.emitted(row, place)) {
                return;
            }
        }
        throw new Violation("emitted, and in none of the reader's pages: " + row);
    }

    /** A checkpoint is complete that holds so much of what the subtask has emitted. */
    void covered(int emitted) {
        pages.forEach(page -> page.covered(emitted));
        pages.removeIf(PageModel::isDone);
    }

    @Override
    public CompletableFuture<PageResponse> scan(SegmentScan scan) {
        PageModel page = new PageModel(scan.segment(), world.clock.instant());
        pages.add(page);
        world.items.pageRequested();
        if (slowCalls == 0) {
            return read(page, scan).whenComplete((answer, error) -> delivered(page, error));
        }
        slowCalls--;
        CompletableFuture<PageResponse> delivered = new CompletableFuture<>();
        CompletableFuture<PageResponse> read = readEarly ? read(page, scan) : null;
        Supplier<CompletableFuture<PageResponse>> answer =
                () -> read == null ? read(page, scan) : read;
        waiting.add(() -> answer.get().whenComplete((a, e) -> deliver(page, delivered, a, e)));
        return delivered;
    }

    private CompletableFuture<PageResponse> read(PageModel page, SegmentScan scan) {
        return service.scan(scan).whenComplete((answer, error) -> fill(page, answer));
    }

    private void fill(PageModel page, PageResponse answer) {
        if (answer != null) {
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            page.inside.putAll(world.items.rowsOf(body));
            world.items.pageRead(page.segment, page.inside.isEmpty());
            page.inside.keySet().removeIf(world.output::isOut);
        }
    }

    private void deliver(
            PageModel page,
            CompletableFuture<PageResponse> delivered,
            PageResponse answer,
            Throwable error) {
        delivered(page, error);
        if (error == null) {
            delivered.complete(answer);
        } else {
            delivered.completeExceptionally(error);
        }
    }

    private void delivered(PageModel page, Throwable error) {
        page.answered();
        if (error != null || page.isDone()) {
            pages.remove(page);
        }
    }

    @Override
    public CompletableFuture<StreamPage> describeStream(String arn, String exclusiveStart) {
        return service.describeStream(arn, exclusiveStart);
    }

    @Override
    public CompletableFuture<List<ShardDescriptor>> childShards(String arn, String parent) {
        return service.childShards(arn, parent);
    }

    @Override
    public CompletableFuture<List<StreamSummary>> listStreams(String tableName) {
        return service.listStreams(tableName);
    }

    @Override
    public CompletableFuture<String> getShardIterator(
            String arn, String shardId, ShardIteratorStart start) {
        return service.getShardIterator(arn, shardId, start);
    }

    @Override
    public CompletableFuture<PageResponse> getRecords(String iterator, int limit) {
        return service.getRecords(iterator, limit);
    }

    @Override
    public CompletableFuture<TableDescription> describeTable(String table) {
        return service.describeTable(table);
    }

    @Override
    public CompletableFuture<ExportDescription> exportTable(ExportRequest export) {
        return service.exportTable(export);
    }

    @Override
    public CompletableFuture<ExportDescription> describeExport(String exportArn) {
        return service.describeExport(exportArn);
    }

    @Override
    public CompletableFuture<List<String>> listExports(String tableArn) {
        return service.listExports(tableArn);
    }

    @Override
    public CompletableFuture<List<String>> listIncrementalExports(String tableArn) {
        return service.listIncrementalExports(tableArn);
    }

    @Override
    public CompletableFuture<RecoveryDescription> describeRecovery(String table) {
        return service.describeRecovery(table);
    }

    @Override
    public void close() {}
}
