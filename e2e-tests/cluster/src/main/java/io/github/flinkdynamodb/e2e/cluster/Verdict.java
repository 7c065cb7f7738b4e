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
package io.github.flinkdynamodb.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the chaos job says of one item.
 *
 * @param key the item's key
 * @param newest the newest version that came
 * @param received how many changes came, duplicates among them
 * @param duplicates how many came that had come before
 * @param outOfOrder how many came after a newer one, for the first time
 * @param missing how many versions below the newest didn't come
 * @param scanned how often the item itself came, as it was read from the table
 * @param wrong how often the item itself was older than a change before it, or a row was taken back
 *     that didn't stand
 */
public record Verdict(
        String key,
        long newest,
        long received,
        long duplicates,
        long outOfOrder,
        long missing,
        long scanned,
        long wrong) {

    private static final int FIELDS = 8;

    /**
     * Reads a row of the job's.
     *
     * @param row the row
     * @return its verdict
     * @throws IllegalArgumentException if it isn't one
     */
    static Verdict of(String row) {
        String[] fields = row.split(",");
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("Not a verdict: " + row);
        }
        return new Verdict(
                fields[0],
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]),
                Long.parseLong(fields[6]),
                Long.parseLong(fields[7]));
    }

    /**
     * Returns the verdict on an item of which nothing is amiss, by a job that reads the stream.
     *
     * @param key its key
     * @param versions how often it was written
     * @return the verdict
     */
    public static Verdict flawless(String key, long versions) {
        return new Verdict(key, versions, versions, 0, 0, 0, 0, 0);
    }

    /**
     * Returns the same by a job that reads the table, which had the item, and then its stream.
     *
     * @param key its key
     * @param versions how often it was written since the stream was enabled
     * @return the verdict
     */
    public static Verdict flawlessFromTable(String key, long versions) {
        return new Verdict(key, versions, versions, 0, 0, 0, 1, 0);
    }

    /**
     * Reads the committed files in the folders of a folder. Files in progress have names with a dot
     * ahead, and may vanish at any time.
     *
     * @param folder where a job writes its verdicts
     * @return the verdicts that were committed up to now
     */
    public static List<Verdict> read(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Verdict> verdicts = new ArrayList<>();
        try (DirectoryStream<Path> buckets = Files.newDirectoryStream(folder)) {
            for (Path bucket : buckets) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(bucket, "part-*")) {
                    for (Path file : files) {
                        Files.readAllLines(file).stream().map(Verdict::of).forEach(verdicts::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder, e);
        }
        return verdicts;
    }
}
