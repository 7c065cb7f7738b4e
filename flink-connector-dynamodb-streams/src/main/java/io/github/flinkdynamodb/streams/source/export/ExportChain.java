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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.streams.source.split.ExportWindow;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * Incremental exports of one table, each of which begins where the one before ends, so that
 * together they have every change of a time. Immutable.
 */
@Internal
public final class ExportChain {

    private final List<ExportManifest> windows;

    private ExportChain(List<ExportManifest> windows) {
        this.windows = windows;
    }

    /**
     * Reads the manifests of a chain, and checks that they are one.
     *
     * @param folders the values of {@code scan.incremental-export.folders}, in any order
     * @return the chain
     * @throws IOException if a folder isn't that of an incremental export, two of them don't fit
     *     together, or all have too many files; the message names them, and what to do
     * @throws IllegalArgumentException if a folder isn't a path; the message names it
     */
    public static ExportChain read(List<String> folders) throws IOException {
        List<Named> all = new ArrayList<>();
        for (String folder : folders) {
            all.add(
                    new Named(
                            folder, ManifestReader.readIncremental(ExportFolder.ofChain(folder))));
        }
        all.sort(Comparator.comparing((Named named) -> named.window().from()));
        for (int i = 1; i < all.size(); i++) {
            requireChain(all.get(i - 1), all.get(i));
        }
        requireFilesOnce(all);
        List<ExportManifest> windows = new ArrayList<>();
        all.forEach(named -> windows.add(named.manifest));
        requireFewFiles(windows);
        return new ExportChain(windows);
    }

    /** A state of more files can't be restored. */
    static void requireFewFiles(List<ExportManifest> windows) throws IOException {
        long files = windows.stream().mapToLong(window -> window.files().size()).sum();
        if (files > SegmentScan.MAX_SEGMENTS) {
            throw new IOException(
                    String.format(
                            "Invalid value for '%s': the %d exports have %d files together,"
                                    + " expected %d at most. Read them with several jobs, one after"
                                    + " the other",
                            DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS.key(),
                            windows.size(),
                            files,
                            SegmentScan.MAX_SEGMENTS));
        }
    }

    private static void requireChain(Named first, Named second) throws IOException {
        ExportManifest a = first.manifest;
        ExportManifest b = second.manifest;
        if (a.export().arn().equals(b.export().arn())) {
            throw invalid(first, second, "are the same export. Remove one of them");
        }
        if (!a.tableArn().equals(b.tableArn()) || !a.tableId().equals(b.tableId())) {
            String two =
                    "are of two tables, %s with the id %s and %s with the id %s. Set exports"
                            + " of one table";
            throw invalid(
                    first,
                    second,
                    String.format(two, a.tableArn(), a.tableId(), b.tableArn(), b.tableId()));
        }
        if (first.window().view() != second.window().view()) {
            throw invalid(
                    first,
                    second,
                    String.format(
                            "have different views, %s and %s. Export one of the windows again with"
                                    + " the view of the other",
                            first.window().view(), second.window().view()));
        }
        requireContiguous(first, second);
    }

    private static void requireContiguous(Named first, Named second) throws IOException {
        Instant end = first.window().to();
        Instant begin = second.window().from();
        if (begin.isAfter(end)) {
            throw invalid(
                    first,
                    second,
                    String.format(
                            "leave a gap: the changes from %s to %s are in neither of them. Export"
                                    + " that time too, in windows of 15 minutes to 24 hours, and"
                                    + " add its folder",
                            end, begin));
        }
        if (begin.isBefore(end)) {
            throw invalid(
                    first,
                    second,
                    String.format(
                            "overlap from %s to %s: an item would be changed twice by one change."
                                    + " Remove one of them, or export windows of which each begins"
                                    + " when the one before ends",
                            begin,
                            end.isBefore(second.window().to()) ? end : second.window().to()));
        }
    }

    /** All incremental exports of a bucket share a folder of data. */
    private static void requireFilesOnce(List<Named> all) throws IOException {
        Map<String, Named> owners = new HashMap<>();
        for (Named named : all) {
            for (ExportFile file : named.manifest.files()) {
                Named other = owners.put(file.name(), named);
                if (other != null) {
                    throw invalid(
                            other,
                            named,
                            "both have the file " + file.name() + ". Copy both exports again");
                }
            }
        }
    }

    private static IOException invalid(Named first, Named second, String reason) {
        return new IOException(
                String.format(
                        "Invalid value for '%s': %s and %s %s",
                        DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS.key(),
                        first,
                        second,
                        reason));
    }

    /**
     * Returns the exports of the chain.
     *
     * @return their manifests in the order of their windows, unmodifiable, at least one; all have
     *     the same table and view
     */
    public List<ExportManifest> windows() {
        return List.copyOf(windows);
    }

    /**
     * Returns the chain as if it were one export.
     *
     * @return the ARN of the first one, the window of all, and a digest of all lists of files
     */
    public TableExport export() {
        StringBuilder lists = new StringBuilder();
        for (ExportManifest window : windows) {
            lists.append(window.export().arn()).append('\n');
            lists.append(window.export().digest()).append('\n');
        }
        ExportWindow first = windows.get(0).export().window().orElseThrow();
        ExportWindow last = windows.get(windows.size() - 1).export().window().orElseThrow();
        return TableExport.incremental(
                windows.get(0).export().arn(),
                new ExportWindow(first.from(), last.to(), first.view()),
                Md5.of(lists.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** A manifest and the folder that it was read from. */
    private static final class Named {
        private final String folder;
        private final ExportManifest manifest;

        Named(String folder, ExportManifest manifest) {
            this.folder = folder;
            this.manifest = manifest;
        }

        ExportWindow window() {
            return manifest.export().window().orElseThrow();
        }

        @Override
        public String toString() {
            return String.format("'%s' (%s)", folder, window());
        }
    }
}
