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
package io.github.flinkdynamodb.streams.model;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The position of a record within a shard: 21 to 40 decimal digits on the service, compared as
 * integers (never as text: lengths differ, and some servers pad with zeros). It grows within a
 * shard and along a lineage; between unrelated shards it means nothing.
 */
@PublicEvolving
public final class SequenceNumber implements Comparable<SequenceNumber>, Serializable {

    private static final long serialVersionUID = 1L;

    private final String digits;

    private SequenceNumber(String digits) {
        this.digits = digits;
    }

    /**
     * Wraps the service's text.
     *
     * @param digits one or more ASCII digits; kept as they are, so that they can be sent back
     * @return the sequence number
     * @throws IllegalArgumentException if it is null, empty or has anything but digits
     */
    public static SequenceNumber of(String digits) {
        if (digits == null || digits.isEmpty()) {
            throw new IllegalArgumentException("a sequence number must not be empty");
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                throw new IllegalArgumentException(
                        "a sequence number has digits only, but this is '"
                                + (digits.length() <= 64 ? digits : digits.substring(0, 64) + "...")
                                + "'");
            }
        }
        return new SequenceNumber(digits);
    }

    /**
     * The text as the service gave it, leading zeros included.
     *
     * @return the digits, never empty
     */
    public String digits() {
        return digits;
    }

    @Override
    public int compareTo(SequenceNumber other) {
        int start = firstSignificant(digits);
        int otherStart = firstSignificant(other.digits);
        int length = digits.length() - start;
        int otherLength = other.digits.length() - otherStart;
        if (length != otherLength) {
            return Integer.compare(length, otherLength);
        }
        for (int i = 0; i < length; i++) {
            int diff = digits.charAt(start + i) - other.digits.charAt(otherStart + i);
            if (diff != 0) {
                return diff;
            }
        }
        return 0;
    }

    private static int firstSignificant(String digits) {
        int i = 0;
        while (i < digits.length() - 1 && digits.charAt(i) == '0') {
            i++;
        }
        return i;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SequenceNumber && compareTo((SequenceNumber) o) == 0;
    }

    @Override
    public int hashCode() {
        return digits.substring(firstSignificant(digits)).hashCode();
    }

    @Override
    public String toString() {
        return digits;
    }
}
