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
package io.github.flinkdynamodb.streams.table;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.RebalanceMode;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/** How the DynamoDB table of a SQL table, or its stream, is read. Immutable. */
final class SourceSettings {

    private final Map<String, String> values;
    private final boolean bounded;
    private final boolean nullOnDecodeError;
    private final Integer parallelism;
    private final SourceWatermarks watermarks;

    /**
     * Creates settings.
     *
     * @param values the options of the source, by their keys
     * @param bounded whether reading stops by itself
     * @param nullOnDecodeError whether a field that cannot be decoded becomes NULL
     * @param parallelism the parallelism of the scan; null for that of the job
     * @param watermarks the watermarks of SOURCE_WATERMARK()
     */
    SourceSettings(
            Map<String, String> values,
            boolean bounded,
            boolean nullOnDecodeError,
            Integer parallelism,
            SourceWatermarks watermarks) {
        this.values = Map.copyOf(values);
        this.bounded = bounded;
        this.nullOnDecodeError = nullOnDecodeError;
        this.parallelism = parallelism;
        this.watermarks = watermarks;
    }

    Map<String, String> values() {
        return values;
    }

    /** Returns whether reading stops by itself. */
    boolean isBounded() {
        return bounded;
    }

    /** Returns whether the items of the table are read, and not its stream. */
    boolean isSnapshot() {
        return startsWith(ScanStartupMode.SNAPSHOT);
    }

    /** Returns whether the items of the table are read, and then its stream. */
    boolean isInitial() {
        return startsWith(ScanStartupMode.INITIAL);
    }

    /** Returns whether the changes of incremental exports are read, and not the stream. */
    boolean isIncrementalExport() {
        return startsWith(ScanStartupMode.INCREMENTAL_EXPORT);
    }

    /** Returns whether a gap in the stream is closed from incremental exports. */
    boolean repairsGaps() {
        return DataLossPolicy.REPAIR
                .toString()
                .equalsIgnoreCase(values.get(DynamoDbStreamsSourceOptions.ON_DATA_LOSS.key()));
    }

    /** Returns whether the children of a shard may leave its reader. */
    boolean rebalances() {
        String mode = values.get(DynamoDbStreamsSourceOptions.REBALANCE_MODE.key());
        return mode != null && !RebalanceMode.NONE.toString().equalsIgnoreCase(mode);
    }

    /** Returns how many incremental exports are read. */
    int incrementalExports() {
        return Configuration.fromMap(values)
                .getOptional(DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS)
                .map(List::size)
                .orElse(0);
    }

    private boolean startsWith(ScanStartupMode mode) {
        return mode.toString()
                .equalsIgnoreCase(values.get(DynamoDbStreamsSourceOptions.STARTUP_MODE.key()));
    }

    boolean nullOnDecodeError() {
        return nullOnDecodeError;
    }

    /** Whether a record that can't be decoded is left out. */
    boolean skipOnDecodeError() {
        return DecodeErrorPolicy.SKIP
                .toString()
                .equalsIgnoreCase(values.get(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR.key()));
    }

    /** Whether a record that can't be decoded becomes a row of its own, with the cause. */
    boolean emitsDeadLetters() {
        return DecodeErrorPolicy.DEAD_LETTER
                .toString()
                .equalsIgnoreCase(values.get(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR.key()));
    }

    Optional<Integer> parallelism() {
        return Optional.ofNullable(parallelism);
    }

    SourceWatermarks watermarks() {
        return watermarks;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof SourceSettings)) {
            return false;
        }
        SourceSettings that = (SourceSettings) o;
        return values.equals(that.values)
                && nullOnDecodeError == that.nullOnDecodeError
                && Objects.equals(parallelism, that.parallelism)
                && watermarks.equals(that.watermarks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, nullOnDecodeError, parallelism, watermarks);
    }
}
