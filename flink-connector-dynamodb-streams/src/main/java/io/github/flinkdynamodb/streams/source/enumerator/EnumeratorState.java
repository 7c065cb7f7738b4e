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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * What a checkpoint of the enumerator holds: the stream once, the times that the start fixed, and a
 * few bytes for each shard that isn't forgotten yet, and how far the table's scan has come.
 * Immutable.
 */
@Internal
public final class EnumeratorState {

    private final String streamArn;
    private final Instant startedAt;
    private final boolean listedOnce;
    private final List<ShardState> shards;
    private final ScanState scan;
    private final AskedExport askedExport;
    private final RepairPlan repair;

    /**
     * Creates the state of a source that doesn't scan a table.
     *
     * @param streamArn the stream that is being read, or null if the table's name isn't resolved
     *     yet
     * @param startedAt when the source was first started; survives restores, not null
     * @param listedOnce whether all shards of the stream have been listed at least once
     * @param shards the shards that are known
     */
    public EnumeratorState(
            String streamArn, Instant startedAt, boolean listedOnce, List<ShardState> shards) {
        this.streamArn = streamArn;
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        this.listedOnce = listedOnce;
        this.shards = List.copyOf(shards);
        this.scan = null;
        this.askedExport = null;
        this.repair = null;
    }

    private EnumeratorState(
            EnumeratorState stream, ScanState scan, AskedExport askedExport, RepairPlan repair) {
        this.streamArn = stream.streamArn;
        this.startedAt = stream.startedAt;
        this.listedOnce = stream.listedOnce;
        this.shards = stream.shards;
        this.scan = scan;
        this.askedExport = askedExport;
        this.repair = repair;
    }

    /**
     * The state of a source that has seen nothing yet.
     *
     * @param startedAt when the source was first started
     * @return the state
     */
    public static EnumeratorState initial(Instant startedAt) {
        return new EnumeratorState(null, startedAt, false, List.of());
    }

    /**
     * Returns the same state with that of a scan.
     *
     * @param scanState the scan; null for none
     */
    public EnumeratorState withScan(ScanState scanState) {
        return new EnumeratorState(this, scanState, null, repair);
    }

    /**
     * Returns the same state of a source that waits for an export, before it reads anything.
     *
     * @param asked the export; null for none
     * @return the state, without a scan
     */
    public EnumeratorState withAskedExport(AskedExport asked) {
        return new EnumeratorState(this, null, asked, null);
    }

    /**
     * Returns the same state of a source that closes a gap, or has closed one.
     *
     * @param plan what closes the gap; null for none
     */
    public EnumeratorState withRepair(RepairPlan plan) {
        return new EnumeratorState(this, scan, askedExport, plan);
    }

    /**
     * Returns what closes a gap.
     *
     * @return the plan, whose steps the {@link #scan()} reads; without steps if the stream is read
     *     from its end on; empty if there has never been a gap
     */
    public Optional<RepairPlan> repair() {
        return Optional.ofNullable(repair);
    }

    /**
     * Returns the export that is waited for.
     *
     * @return what is known of it; empty if there is none, or it is being read
     */
    public Optional<AskedExport> askedExport() {
        return Optional.ofNullable(askedExport);
    }

    /**
     * Returns the scan of the table.
     *
     * @return how far it has come; empty if none has been begun
     */
    public Optional<ScanState> scan() {
        return Optional.ofNullable(scan);
    }

    /**
     * The stream that is being read.
     *
     * @return its ARN; empty if the table's name isn't resolved yet
     */
    public Optional<String> streamArn() {
        return Optional.ofNullable(streamArn);
    }

    /**
     * When the source was first started. What "latest" means was fixed then.
     *
     * @return the time
     */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * Whether all shards of the stream have been listed at least once. Until then a shard may be
     * one that the startup position skips.
     *
     * @return true after the first complete listing
     */
    public boolean listedOnce() {
        return listedOnce;
    }

    /**
     * The shards that are known.
     *
     * @return an unmodifiable list
     */
    public List<ShardState> shards() {
        return shards;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof EnumeratorState)) {
            return false;
        }
        EnumeratorState that = (EnumeratorState) o;
        return Objects.equals(streamArn, that.streamArn)
                && startedAt.equals(that.startedAt)
                && listedOnce == that.listedOnce
                && shards.equals(that.shards)
                && Objects.equals(scan, that.scan)
                && Objects.equals(askedExport, that.askedExport)
                && Objects.equals(repair, that.repair);
    }

    @Override
    public int hashCode() {
        return Objects.hash(streamArn, startedAt, shards.size(), scan, askedExport, repair);
    }

    @Override
    public String toString() {
        return "EnumeratorState("
                + streamArn
                + ", "
                + shards.size()
                + " shards"
                + (scan == null ? "" : ", " + scan)
                + (askedExport == null ? "" : ", waiting for " + askedExport)
                + (repair == null ? "" : ", " + repair)
                + ")";
    }
}
