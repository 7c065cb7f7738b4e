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
package io.github.flinkdynamodb.streams.table.decode;

import java.time.temporal.ChronoUnit;
import org.apache.flink.annotation.PublicEvolving;

/** What an attribute of type N counts since 1970-01-01T00:00:00Z, where it stands for a time. */
@PublicEvolving
public enum EpochUnit {
    /** The form of DynamoDB's own time to live. */
    SECONDS(ChronoUnit.SECONDS),
    /** Thousandths of a second. */
    MILLISECONDS(ChronoUnit.MILLIS),
    /** Millionths of a second. */
    MICROSECONDS(ChronoUnit.MICROS),
    /** Billionths of a second. */
    NANOSECONDS(ChronoUnit.NANOS);

    private final ChronoUnit unit;

    EpochUnit(ChronoUnit unit) {
        this.unit = unit;
    }

    /**
     * The unit as the JDK knows it.
     *
     * @return the unit
     */
    public ChronoUnit unit() {
        return unit;
    }
}
