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

import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/**
 * Writes exports as DynamoDB does, of any items: of DynamoDB Local's, for example, which has no
 * exports. A directory stands for the bucket. The items needn't be those of a simulated table; for
 * these there is the call ExportTableToPointInTime. A builder of itself; not thread-safe.
 *
 * <pre>{@code
 * WrittenExport export =
 *         ExportWriter.into(bucket)
 *                 .tableArn("arn:aws:dynamodb:us-east-1:000000000000:table/orders")
 *                 .full(Instant.parse("2026-03-01T10:00:00Z"), items);
 * String folder = export.folder().toUri().toString(); // file:///.../AWSDynamoDB/01772359200000-...
 * }</pre>
 *
 * <p>Data files are named at random, listed in random order, and some of them are empty; the
 * elements of sets are in random order. Each method that writes throws {@link
 * java.io.UncheckedIOException} where the directory can't be written to.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html">Table
 *     export output format</a>
 */
public final class ExportWriter {

    private static final Duration RUNNING = Duration.ofMinutes(10);
    private static final String ARN_OF_TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/";

    private final Path bucket;
    private String bucketName;
    private String prefix = "";
    private String tableArn = ARN_OF_TABLE + "orders";
    private String tableId;
    private Instant startTime;
    private int files = 4;
    private int emptyFiles = 1;
    private int zeroByteFiles;
    private Random random = new Random(1);

    private ExportWriter(Path bucket) {
        this.bucket = Objects.requireNonNull(bucket, "bucket");
        this.bucketName = String.valueOf(bucket.getFileName());
    }

    /**
     * Begins an export of a table {@code orders}.
     *
     * @param bucket the directory that stands for the bucket; created where it doesn't exist
     */
    public static ExportWriter into(Path bucket) {
        return new ExportWriter(bucket);
    }

    /** Sets the bucket's name in the manifest; the directory's own by default. */
    public ExportWriter bucketName(String name) {
        bucketName = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Sets the prefix of all keys, such as {@code exports/daily}; there is none by default. */
    public ExportWriter prefix(String keyPrefix) {
        prefix = Objects.requireNonNull(keyPrefix, "keyPrefix");
        return this;
    }

    /** Sets the table's ARN. */
    public ExportWriter tableArn(String arn) {
        tableArn = Objects.requireNonNull(arn, "arn");
        return this;
    }

    /** Sets the table's id, as DescribeTable returns it; one that depends on the ARN by default. */
    public ExportWriter tableId(String id) {
        tableId = Objects.requireNonNull(id, "id");
        return this;
    }

    /**
     * Sets when the export was asked for; by default the time of a full one, the end of the window
     * of an incremental one. It ends ten minutes later.
     */
    public ExportWriter startTime(Instant time) {
        startTime = Objects.requireNonNull(time, "time");
        return this;
    }

    /** Sets over how many data files the lines are spread, at random; 4 by default. */
    public ExportWriter files(int count) {
        files = atLeast("files", 1, count);
        return this;
    }

    /** Sets how many more data files have no lines; 1 by default. */
    public ExportWriter emptyFiles(int count) {
        emptyFiles = atLeast("empty files", 0, count);
        return this;
    }

    /** Sets how many more data files have no bytes, and so aren't even gzip files; 0 by default. */
    public ExportWriter zeroByteFiles(int count) {
        zeroByteFiles = atLeast("files without bytes", 0, count);
        return this;
    }

    /** Sets what ids, names and orders depend on; 1 by default. */
    public ExportWriter seed(long seed) {
        random = new Random(seed);
        return this;
    }

    /**
     * Writes a full export.
     *
     * @param exportTime the time of which the items are
     * @param items all items of the table
     */
    public WrittenExport full(Instant exportTime, Iterable<Item> items) {
        Instant start = startTime == null ? exportTime : startTime;
        ExportFolder folder = folder(start, false);
        ExportFiles written = new ExportFiles(folder, random);
        ExportLines lines = new ExportLines(random);
        for (List<Item> file : spread(items)) {
            written.write(file, lines::of);
        }
        long bytes = 0;
        for (Item item : items) {
            bytes += item.size();
        }
        return finish(written, header(folder, start).full(exportTime).billed(bytes));
    }

    /**
     * Writes an incremental export.
     *
     * @param from the beginning of its window, inclusive
     * @param to the end of its window, exclusive
     * @param view what its lines hold
     * @param changes at most one for each item
     * @throws IllegalArgumentException if the window is empty or a change isn't in it
     */
    public WrittenExport incremental(
            Instant from, Instant to, ExportView view, Iterable<ItemChange> changes) {
        check(from, to, changes);
        Instant start = startTime == null ? to : startTime;
        ExportFolder folder = folder(start, true);
        ExportFiles written = new ExportFiles(folder, random);
        ExportLines lines = new ExportLines(random);
        for (List<ItemChange> file : spread(changes)) {
            written.write(file, change -> lines.of(change, view));
        }
        long bytes = 0;
        for (ItemChange change : changes) {
            bytes += Billing.bytes(change);
        }
        return finish(
                written,
                header(folder, start)
                        .incremental(from, to, view)
                        .billed(Billing.incremental(bytes)));
    }

    private static void check(Instant from, Instant to, Iterable<ItemChange> changes) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(
                    "Invalid window " + from + " to " + to + ": expected an end after its start");
        }
        for (ItemChange change : changes) {
            if (change.written().isBefore(from) || !change.written().isBefore(to)) {
                throw new IllegalArgumentException(
                        "Invalid time "
                                + change.written()
                                + " of a change of "
                                + change.keys()
                                + ": expected one from "
                                + from
                                + " on and before "
                                + to);
            }
        }
    }

    private ExportFolder folder(Instant start, boolean isIncremental) {
        ExportFolder folder;
        do {
            String id = ExportIds.next(start, random);
            folder = new ExportFolder(bucket, prefix, id, isIncremental);
        } while (Files.exists(folder.path()));
        folder.writeStarted();
        return folder;
    }

    private <T> List<List<T>> spread(Iterable<T> all) {
        List<List<T>> spread = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            spread.add(new ArrayList<>());
        }
        all.forEach(one -> spread.get(random.nextInt(files)).add(one));
        return spread;
    }

    private ExportHeader header(ExportFolder folder, Instant start) {
        String id = tableId == null ? idOf(tableArn) : tableId;
        return new ExportHeader(tableArn + "/export/" + folder.id())
                .ran(start, start.plus(RUNNING))
                .table(tableArn, id)
                .target(bucketName, prefix.isEmpty() ? null : prefix)
                .encryption("AES256", null);
    }

    private WrittenExport finish(ExportFiles written, ExportHeader header) {
        for (int i = 0; i < emptyFiles; i++) {
            written.write(List.<Item>of(), Item::toJson);
        }
        for (int i = 0; i < zeroByteFiles; i++) {
            written.writeZeroBytes();
        }
        return written.finish(header);
    }

    private static String idOf(String arn) {
        return UUID.nameUUIDFromBytes(arn.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static int atLeast(String what, int least, int number) {
        if (number < least) {
            throw new IllegalArgumentException(
                    "Invalid number of "
                            + what
                            + " "
                            + number
                            + ": expected "
                            + least
                            + " or more");
        }
        return number;
    }
}
