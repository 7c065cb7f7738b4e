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

/** A data file of an export, as the export's list of files has it. Immutable. */
@Internal
public final class ExportFile {

    private final String name;
    private final long itemCount;
    private final String md5;

    /**
     * Creates a file.
     *
     * @param name its name within the export's folder, such as {@code data/abc.json.gz}
     * @param itemCount how many items it has, a line each
     * @param md5 the MD5 of its bytes as they are stored, in Base64
     */
    public ExportFile(String name, long itemCount, String md5) {
        this.name = Objects.requireNonNull(name, "name");
        this.itemCount = itemCount;
        this.md5 = Objects.requireNonNull(md5, "md5");
    }

    /**
     * Returns the file's name.
     *
     * @return the name within the export's folder
     */
    public String name() {
        return name;
    }

    /**
     * Returns how many items the file has.
     *
     * @return the number of its lines
     */
    public long itemCount() {
        return itemCount;
    }

    /**
     * Returns the file's checksum.
     *
     * @return the MD5 of its bytes as they are stored, in Base64
     */
    public String md5() {
        return md5;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ExportFile)) {
            return false;
        }
        ExportFile that = (ExportFile) o;
        return name.equals(that.name) && itemCount == that.itemCount && md5.equals(that.md5);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
