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
package io.github.flinkdynamodb.streams.source.event;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader to the enumerator, after a checkpoint has completed: from when the oldest page of
 * the scan is that no completed checkpoint covers.
 */
@Internal
public final class PagesCovered implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final long checkpointId;
    private final Instant oldestPage;

    /**
     * Creates the event.
     *
     * @param checkpointId the completed checkpoint
     * @param oldestPage when the oldest page was requested that isn't covered, at the earliest, by
     *     the service's clock; null if there is none
     */
    public PagesCovered(long checkpointId, Instant oldestPage) {
        this.checkpointId = checkpointId;
        this.oldestPage = oldestPage;
    }

    /** Returns the checkpoint's id. */
    public long checkpointId() {
        return checkpointId;
    }

    /**
     * Returns when the oldest page was requested that isn't covered.
     *
     * @return the time by the service's clock; empty if all are covered
     */
    public Optional<Instant> oldestPage() {
        return Optional.ofNullable(oldestPage);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PagesCovered
                && checkpointId == ((PagesCovered) o).checkpointId
                && Objects.equals(oldestPage, ((PagesCovered) o).oldestPage);
    }

    @Override
    public int hashCode() {
        return Objects.hash(checkpointId, oldestPage);
    }

    @Override
    public String toString() {
        return "PagesCovered(" + checkpointId + ", " + oldestPage + ")";
    }
}
