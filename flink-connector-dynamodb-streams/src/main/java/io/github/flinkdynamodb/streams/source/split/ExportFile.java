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

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** A data file of an export, as the export's list of files has it. Immutable. */
@Internal
public final class ExportFile implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final long itemCount;
    private final String md5;

    /** Null for a file in a folder. */
    private final byte[] content;

    /**
     * Creates a file.
     *
     * @param name its name within the export's folder, such as {@code data/abc.json.gz}
     * @param itemCount how many items it has, a line each
     * @param md5 the MD5 of its bytes as they are stored, in Base64
     */
    public ExportFile(String name, long itemCount, String md5) {
        this(name, itemCount, md5, null);
    }

    private ExportFile(String name, long itemCount, String md5, byte[] content) {
        this.name = Objects.requireNonNull(name, "name");
        this.itemCount = itemCount;
        this.md5 = Objects.requireNonNull(md5, "md5");
        this.content = content;
    }

    /**
     * Returns the same file, held in the state instead of a folder.
     *
     * @param bytes its content, compressed as in a folder; not copied, must not change
     */
    public ExportFile heldAs(byte[] bytes) {
        return new ExportFile(name, itemCount, md5, Objects.requireNonNull(bytes, "bytes"));
    }

    /**
     * Returns the content of a file that is held in the state.
     *
     * @return the bytes, not to be changed; empty for a file in a folder
     */
    public Optional<byte[]> content() {
        return Optional.ofNullable(content);
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
        return name.equals(that.name)
                && itemCount == that.itemCount
                && md5.equals(that.md5)
                && Arrays.equals(content, that.content);
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
