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
package io.github.flinkdynamodb.streams.codec.json;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.apache.flink.annotation.Internal;

/**
 * Parses dates and times with an offset as in ISO 8601: in its extended format, as {@link
 * OffsetDateTime#parse} does, and with the offset in its basic format, {@code +0100}, as Jackson
 * before 2.11 writes a {@code java.util.Date} and as {@code SimpleDateFormat} does with {@code Z}.
 */
@Internal
public final class OffsetTimes {

    private static final int HOURS_AND_MINUTES = "0100".length();
    private static final int WITH_SECONDS = "010000".length();

    private OffsetTimes() {}

    /**
     * Parses a text.
     *
     * @param text such as {@code 2024-02-29T23:59:59.999+01:00}, not null
     * @return the date and time, with its offset
     * @throws DateTimeException if it isn't one, or has no offset
     */
    public static OffsetDateTime parse(String text) {
        int offset = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-')) + 1;
        int length = text.length() - offset;
        boolean basic = length == HOURS_AND_MINUTES || length == WITH_SECONDS;
        return OffsetDateTime.parse(
                basic && text.indexOf(':', offset) < 0 ? withColons(text, offset) : text);
    }

    private static String withColons(String text, int offset) {
        StringBuilder extended = new StringBuilder(text);
        for (int at = text.length() - 2; at > offset; at -= 2) {
            extended.insert(at, ':');
        }
        return extended.toString();
    }
}
