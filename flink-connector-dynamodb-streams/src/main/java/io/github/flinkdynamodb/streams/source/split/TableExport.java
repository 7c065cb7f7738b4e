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

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * Which export of a table is read in place of the table, or in place of its stream, fixed when the
 * job is started first. Immutable.
 */
@Internal
public final class TableExport {

    private static final Duration FUZZINESS = Duration.ofMinutes(1);

    private final String arn;
    private final Instant time;
    private final String digest;

    /** Null for a full export. */
    private final ExportWindow window;

    /**
     * Creates a full export.
     *
     * @param arn the export's ARN
     * @param time the point in time of its items, which DynamoDB keeps to within a minute
     * @param digest the MD5 of the list of its files, in Base64: the same wherever it is copied to
     */
    public TableExport(String arn, Instant time, String digest) {
        this(arn, time, digest, null);
    }

    private TableExport(String arn, Instant time, String digest, ExportWindow window) {
        this.window = window;
        this.arn = Objects.requireNonNull(arn, "arn");
        this.time = Objects.requireNonNull(time, "time");
        this.digest = Objects.requireNonNull(digest, "digest");
    }

    /**
     * Creates an incremental export, or a chain of them as one.
     *
     * @param arn the export's ARN; of a chain that of the first one
     * @param window of which time it has the changes
     * @param digest the MD5 of the list of its files, in Base64; of a chain one of all its lists
     * @return the export, whose time is the end of its window
     */
    public static TableExport incremental(String arn, ExportWindow window, String digest) {
        return new TableExport(arn, window.to(), digest, window);
    }

    /**
     * Returns of which time an incremental export has the changes.
     *
     * @return the window; empty for a full export
     */
    public Optional<ExportWindow> window() {
        return Optional.ofNullable(window);
    }

    /** Returns the export's ARN. */
    public String arn() {
        return arn;
    }

    /**
     * Returns the point in time of its items.
     *
     * @return the time, which DynamoDB keeps to within a minute
     */
    public Instant time() {
        return time;
    }

    /**
     * Returns up to when its items are complete: <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html">
     * an export's time</a> is exact to a minute, and not the same for all items.
     *
     * @return the time by which every change made is in the items; some of the next two minutes are
     *     too
     */
    public Instant completeUpTo() {
        return completeUpTo(time);
    }

    /**
     * Returns the same for an export of a time.
     *
     * @param time the point in time of its items
     * @return a minute before it
     */
    public static Instant completeUpTo(Instant time) {
        return time.minus(FUZZINESS);
    }

    /**
     * Returns what tells its list of files from any other.
     *
     * @return the MD5 of the list, in Base64
     */
    public String digest() {
        return digest;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof TableExport)) {
            return false;
        }
        TableExport that = (TableExport) o;
        return arn.equals(that.arn)
                && time.equals(that.time)
                && digest.equals(that.digest)
                && Objects.equals(window, that.window);
    }

    @Override
    public int hashCode() {
        return Objects.hash(arn, digest);
    }

    @Override
    public String toString() {
        return window == null
                ? "export " + arn + " of " + time
                : "incremental export " + arn + " of " + window;
    }
}
