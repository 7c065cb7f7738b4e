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

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From the enumerator to a reader: how much read capacity the reader may consume by scanning a
 * table. It replaces what was granted before.
 */
@Internal
public final class ReadCapacityGranted implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final double unitsPerSecond;

    /**
     * Creates the event.
     *
     * @param unitsPerSecond read capacity units a second, greater than 0
     */
    public ReadCapacityGranted(double unitsPerSecond) {
        this.unitsPerSecond = unitsPerSecond;
    }

    /**
     * Returns the grant.
     *
     * @return read capacity units a second
     */
    public double unitsPerSecond() {
        return unitsPerSecond;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ReadCapacityGranted
                && unitsPerSecond == ((ReadCapacityGranted) o).unitsPerSecond;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(unitsPerSecond);
    }

    @Override
    public String toString() {
        return "ReadCapacityGranted(" + unitsPerSecond + ")";
    }
}
