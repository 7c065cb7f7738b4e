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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * The folders of a chain of incremental exports, by the ARNs of the exports. A state has only the
 * ARNs, so exports may be moved between two runs, and named in another order. Whose folder a folder
 * is, is read from it when it is asked for. Thread-safe.
 */
@Internal
public final class ChainFolders {

    private final List<String> settings;
    private final Map<String, ExportFolder> byArn = new HashMap<>();

    /** How many of the folders have been looked at. */
    private int seen;

    /**
     * Names folders, without looking at them.
     *
     * @param settings the values of {@code scan.incremental-export.folders}
     */
    public ChainFolders(List<String> settings) {
        this.settings = List.copyOf(settings);
    }

    /** Returns the data files of an export, whose folder is looked for when one is opened. */
    FileOpener ofExport(String exportArn) {
        return new OfExport(this, exportArn);
    }

    private synchronized ExportFolder find(String exportArn) throws IOException {
        while (!byArn.containsKey(exportArn) && seen < settings.size()) {
            ExportFolder folder = ExportFolder.ofChain(settings.get(seen));
            byArn.put(ManifestReader.readArn(folder), folder);
            seen++;
        }
        ExportFolder found = byArn.get(exportArn);
        if (found == null) {
            throw new IOException(
                    String.format(
                            "None of the folders of '%s' is that of export %s, of which files are"
                                    + " to be read: %s. Add its folder",
                            DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS.key(),
                            exportArn,
                            settings.stream().collect(Collectors.joining(", "))));
        }
        return found;
    }

    /** One export of the chain. */
    private static final class OfExport implements FileOpener {
        private final ChainFolders folders;
        private final String exportArn;

        OfExport(ChainFolders folders, String exportArn) {
            this.folders = folders;
            this.exportArn = exportArn;
        }

        @Override
        public InputStream open(String name) throws IOException {
            return folders.find(exportArn).open(name);
        }

        @Override
        public boolean has(String name) throws IOException {
            return folders.find(exportArn).has(name);
        }

        @Override
        public String toString() {
            return exportArn;
        }
    }
}
