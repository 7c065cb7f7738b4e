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
package io.github.flinkdynamodb.streams.source.config;

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_MODE;

import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** Parses the options of incremental exports. */
final class IncrementalExportOptions {

    private static final String EXAMPLE = "'s3://bucket/AWSDynamoDB/01234567890123-a1b2c3d4'";

    private IncrementalExportOptions() {}

    /**
     * Reads which exports are to be read.
     *
     * @return the folders, as they were set; empty with another startup position
     * @throws IllegalConfigurationException if there are none but should be, or some but shouldn't,
     *     or one is empty or named twice
     */
    static List<String> folders(ReadableConfig options, StartupPosition startup) {
        List<String> folders = options.getOptional(INCREMENTAL_EXPORT_FOLDERS).orElse(List.of());
        if (startup.mode() == StartupPosition.Mode.INCREMENTAL_EXPORT) {
            requireFolders(folders);
        } else if (options.getOptional(INCREMENTAL_EXPORT_FOLDERS).isPresent()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not used by '%s' = '%s': remove it, or set '%s' ="
                            + " 'incremental-export'",
                    INCREMENTAL_EXPORT_FOLDERS.key(),
                    String.join(";", folders),
                    STARTUP_MODE.key(),
                    options.get(STARTUP_MODE),
                    STARTUP_MODE.key());
        }
        return folders;
    }

    private static void requireFolders(List<String> folders) {
        if (folders.isEmpty()) {
            throw new IllegalConfigurationException(
                    "Missing option '%s': '%s' = 'incremental-export' needs it, the folder of an"
                            + " export, such as %s, or several separated by ';'",
                    INCREMENTAL_EXPORT_FOLDERS.key(), STARTUP_MODE.key(), EXAMPLE);
        }
        Set<String> seen = new HashSet<>();
        for (String folder : folders) {
            if (folder.isBlank() || !seen.add(folder)) {
                throw new IllegalConfigurationException(
                        "Invalid value '%s' for '%s': expected folders of incremental exports, such"
                                + " as %s, each once and separated by ';'",
                        String.join(";", folders), INCREMENTAL_EXPORT_FOLDERS.key(), EXAMPLE);
            }
        }
    }
}
