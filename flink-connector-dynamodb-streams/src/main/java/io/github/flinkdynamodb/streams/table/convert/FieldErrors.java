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
package io.github.flinkdynamodb.streams.table.convert;

import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;

/** What becomes of a field whose attribute can't be made into the field's type. */
@Internal
public final class FieldErrors {

    private final Counter nulled;

    private FieldErrors(Counter nulled) {
        this.nulled = nulled;
    }

    /**
     * The record is rejected.
     *
     * @return the rule
     */
    public static FieldErrors reject() {
        return new FieldErrors(null);
    }

    /**
     * The field becomes NULL and is counted, and the record is read on. Where the field's type is
     * NOT NULL, the row around it becomes NULL; the record is rejected if no field around may be.
     *
     * @param nulled counts the fields
     * @return the rule
     */
    public static FieldErrors toNull(Counter nulled) {
        return new FieldErrors(nulled);
    }

    /** Counts a field that is to become NULL; returns false if the record is to be rejected. */
    boolean toNull() {
        if (nulled == null) {
            return false;
        }
        nulled.inc();
        return true;
    }
}
