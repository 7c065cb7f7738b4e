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
package io.github.flinkdynamodb.streams.client;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * The <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html">point-in-time
 * recovery</a> of a table: whether it is enabled, and of which times it has the table. Immutable.
 */
@Internal
public final class RecoveryDescription {

    private final boolean enabled;
    private final Instant earliest;
    private final Instant latest;

    private RecoveryDescription(boolean enabled, Instant earliest, Instant latest) {
        this.enabled = enabled;
        this.earliest = earliest;
        this.latest = latest;
    }

    /** Returns the description of a table without point-in-time recovery. */
    public static RecoveryDescription disabled() {
        return new RecoveryDescription(false, null, null);
    }

    /**
     * Returns the description of a table with point-in-time recovery.
     *
     * @param earliest see {@link #earliest()}, not null
     * @param latest see {@link #latest()}, not null
     */
    public static RecoveryDescription enabled(Instant earliest, Instant latest) {
        return new RecoveryDescription(
                true,
                Objects.requireNonNull(earliest, "earliest"),
                Objects.requireNonNull(latest, "latest"));
    }

    /**
     * Returns whether point-in-time recovery is enabled.
     *
     * @return false if the table can't be exported
     */
    public boolean isEnabled() {
        return enabled;
    }

    /**
     * Returns the earliest time of which there is the table: no export begins before. That is when
     * recovery was enabled, or later by its period of 1 to 35 days.
     *
     * @return the time in whole seconds; empty if recovery is disabled
     */
    public Optional<Instant> earliest() {
        return Optional.ofNullable(earliest);
    }

    /**
     * Returns the latest time that the table can be restored to, typically five minutes ago.
     *
     * @return the time in whole seconds; empty if recovery is disabled
     */
    public Optional<Instant> latest() {
        return Optional.ofNullable(latest);
    }

    @Override
    public String toString() {
        return enabled
                ? "point-in-time recovery from " + earliest + " to " + latest
                : "no point-in-time recovery";
    }
}
