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

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * A table as it is scanned, or as an export of it is read: what all its segments or files have in
 * common, fixed when the job is started first. Immutable.
 */
@Internal
public final class ScannedTable {

    private final String name;
    private final String arn;
    private final List<String> keyNames;
    private final int totalSegments;
    private final boolean consistentRead;

    /** Null if the table itself is scanned. */
    private final TableExport export;

    /**
     * Creates a table that is scanned.
     *
     * @param name how the service is asked for it: its name, or its ARN
     * @param arn its ARN, as DescribeTable returned it
     * @param keyNames the names of the partition key and, if there is one, of the sort key
     * @param totalSegments into how many segments it is divided, at least 1
     * @param consistentRead whether its pages are read strongly consistent
     * @throws IllegalArgumentException if there are no key names, or more than two
     */
    public ScannedTable(
            String name,
            String arn,
            List<String> keyNames,
            int totalSegments,
            boolean consistentRead) {
        this(name, arn, requireKeys(name, keyNames), totalSegments, consistentRead, null);
    }

    private ScannedTable(
            String name,
            String arn,
            List<String> keyNames,
            int totalSegments,
            boolean consistentRead,
            TableExport export) {
        this.name = Objects.requireNonNull(name, "name");
        this.arn = Objects.requireNonNull(arn, "arn");
        this.keyNames = List.copyOf(keyNames);
        this.totalSegments = totalSegments;
        this.consistentRead = consistentRead;
        this.export = export;
    }

    /**
     * Creates a table an export of which is read.
     *
     * @param name how the service is asked for it: its name, or its ARN
     * @param arn its ARN
     * @param keyNames the names of its key attributes; empty if nobody has told them
     * @param files how many files the export has; they take the place of segments
     * @param export the export
     * @return the table
     */
    public static ScannedTable exported(
            String name, String arn, List<String> keyNames, int files, TableExport export) {
        return new ScannedTable(
                name, arn, keyNames, files, true, Objects.requireNonNull(export, "export"));
    }

    private static List<String> requireKeys(String name, List<String> keyNames) {
        if (keyNames.isEmpty() || keyNames.size() > 2) {
            throw new IllegalArgumentException(
                    "table " + name + " has the key attributes " + keyNames);
        }
        return keyNames;
    }

    /**
     * Returns how the service is asked for the table.
     *
     * @return its name or ARN, as the settings have it
     */
    public String name() {
        return name;
    }

    /**
     * Returns the table's ARN.
     *
     * @return the ARN, as DescribeTable returned it
     */
    public String arn() {
        return arn;
    }

    /**
     * Returns the names of the key attributes.
     *
     * @return the partition key's, and the sort key's if there is one; unmodifiable. Empty if an
     *     export is read and nobody has told them
     */
    public List<String> keyNames() {
        return keyNames;
    }

    /**
     * Returns into how many segments the table is divided, or how many files its export has.
     *
     * @return at least 1; 0 if an export has no file
     */
    public int totalSegments() {
        return totalSegments;
    }

    /**
     * Returns whether pages are read strongly consistent.
     *
     * @return true if all writes that completed before a call are in its page
     */
    public boolean consistentRead() {
        return consistentRead;
    }

    /**
     * Returns which export is read in place of the table.
     *
     * @return empty if the table itself is scanned
     */
    public Optional<TableExport> export() {
        return Optional.ofNullable(export);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ScannedTable)) {
            return false;
        }
        ScannedTable that = (ScannedTable) o;
        return name.equals(that.name)
                && arn.equals(that.arn)
                && keyNames.equals(that.keyNames)
                && totalSegments == that.totalSegments
                && consistentRead == that.consistentRead
                && Objects.equals(export, that.export);
    }

    @Override
    public int hashCode() {
        return Objects.hash(arn, totalSegments);
    }

    @Override
    public String toString() {
        return export == null
                ? name + " in " + totalSegments + " segments"
                : name + " in " + totalSegments + " files of " + export;
    }
}
