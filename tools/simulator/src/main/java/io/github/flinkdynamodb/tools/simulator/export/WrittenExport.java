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

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** An export that is finished: where its files are. Immutable. */
public final class WrittenExport {

    private final ExportFolder folder;
    private final String arn;
    private final long items;
    private final long billedBytes;
    private final List<Path> dataFiles;

    WrittenExport(
            ExportFolder folder, String arn, long items, long billedBytes, List<Path> dataFiles) {
        this.folder = folder;
        this.arn = arn;
        this.items = items;
        this.billedBytes = billedBytes;
        this.dataFiles = Collections.unmodifiableList(dataFiles);
    }

    /** Returns its id, the name of its folder. */
    public String id() {
        return folder.id();
    }

    /** Returns its ARN. */
    public String arn() {
        return arn;
    }

    /** Returns the folder with its manifests. */
    public Path folder() {
        return folder.path();
    }

    /** Returns the key of {@code manifest-summary.json} in its bucket. */
    public String manifestKey() {
        return folder.key(ExportFolder.SUMMARY);
    }

    /** Returns the number of its lines. */
    public long items() {
        return items;
    }

    /** Returns the bytes that the service would charge for. */
    public long billedBytes() {
        return billedBytes;
    }

    /** Returns its data files in the order of the manifest, empty ones included. */
    public List<Path> dataFiles() {
        return dataFiles;
    }
}
