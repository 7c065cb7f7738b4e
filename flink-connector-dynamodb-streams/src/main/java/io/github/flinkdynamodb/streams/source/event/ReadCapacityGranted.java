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

import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From the enumerator to a reader: how much read capacity the reader may consume by scanning a
 * table, or what it is to begin with if it may find out by itself. It replaces what was granted
 * before.
 */
@Internal
public final class ReadCapacityGranted implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final double unitsPerSecond;
    private final boolean mayGrow;

    /**
     * Creates the event.
     *
     * @param unitsPerSecond read capacity units a second, greater than 0
     * @param mayGrow see {@link #mayGrow()}
     */
    public ReadCapacityGranted(double unitsPerSecond, boolean mayGrow) {
        this.unitsPerSecond = unitsPerSecond;
        this.mayGrow = mayGrow;
    }

    /**
     * Returns the grant.
     *
     * @return read capacity units a second
     */
    public double unitsPerSecond() {
        return unitsPerSecond;
    }

    /**
     * Returns whether the reader may consume more as long as the service doesn't throttle it.
     *
     * @return false for a budget
     */
    public boolean mayGrow() {
        return mayGrow;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ReadCapacityGranted
                && unitsPerSecond == ((ReadCapacityGranted) o).unitsPerSecond
                && mayGrow == ((ReadCapacityGranted) o).mayGrow;
    }

    @Override
    public int hashCode() {
        return Objects.hash(unitsPerSecond, mayGrow);
    }

    @Override
    public String toString() {
        return "ReadCapacityGranted(" + unitsPerSecond + (mayGrow ? " or more" : "") + ")";
    }
}
