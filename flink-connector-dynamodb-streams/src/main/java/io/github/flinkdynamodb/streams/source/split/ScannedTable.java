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
import org.apache.flink.annotation.Internal;

/**
 * A table as it is scanned: what all its segments have in common, fixed when the job is started
 * first. Immutable.
 */
@Internal
public final class ScannedTable {

    private final String name;
    private final String arn;
    private final List<String> keyNames;
    private final int totalSegments;
    private final boolean consistentRead;

    /**
     * Creates a table.
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
        this.name = Objects.requireNonNull(name, "name");
        this.arn = Objects.requireNonNull(arn, "arn");
        this.keyNames = List.copyOf(keyNames);
        if (keyNames.isEmpty() || keyNames.size() > 2) {
            throw new IllegalArgumentException(
                    "table " + name + " has the key attributes " + keyNames);
        }
        this.totalSegments = totalSegments;
        this.consistentRead = consistentRead;
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
     * @return the partition key's, and the sort key's if there is one; unmodifiable
     */
    public List<String> keyNames() {
        return keyNames;
    }

    /**
     * Returns into how many segments the table is divided.
     *
     * @return at least 1
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
                && consistentRead == that.consistentRead;
    }

    @Override
    public int hashCode() {
        return Objects.hash(arn, totalSegments);
    }

    @Override
    public String toString() {
        return name + " in " + totalSegments + " segments";
    }
}
