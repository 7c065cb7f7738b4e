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

import io.github.flinkdynamodb.streams.model.StreamViewType;
import java.time.Instant;
import java.util.Objects;
import org.apache.flink.annotation.Internal;

/** Of which time an incremental export has the changes, and what it has of them. Immutable. */
@Internal
public final class ExportWindow {

    private final Instant from;
    private final Instant to;
    private final StreamViewType view;

    /**
     * Creates a window.
     *
     * @param from its beginning, inclusive
     * @param to its end, exclusive
     * @param view which images its changes have: NEW_IMAGE or NEW_AND_OLD_IMAGES
     */
    public ExportWindow(Instant from, Instant to, StreamViewType view) {
        this.from = Objects.requireNonNull(from, "from");
        this.to = Objects.requireNonNull(to, "to");
        this.view = Objects.requireNonNull(view, "view");
    }

    /**
     * Returns the window's beginning.
     *
     * @return the first time whose changes it has
     */
    public Instant from() {
        return from;
    }

    /**
     * Returns the window's end.
     *
     * @return the first time whose changes it no longer has
     */
    public Instant to() {
        return to;
    }

    /**
     * Returns which images changes have.
     *
     * @return NEW_IMAGE or NEW_AND_OLD_IMAGES
     */
    public StreamViewType view() {
        return view;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ExportWindow)) {
            return false;
        }
        ExportWindow that = (ExportWindow) o;
        return from.equals(that.from) && to.equals(that.to) && view == that.view;
    }

    @Override
    public int hashCode() {
        return Objects.hash(from, to);
    }

    @Override
    public String toString() {
        return from + " to " + to;
    }
}
