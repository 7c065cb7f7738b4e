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
package io.github.flinkdynamodb.tools.inspector.check;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Which incremental exports cover a time: <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.HowItWorks.html">
 * windows of 15 minutes to 24 hours</a>, each beginning where the one before ends.
 */
public final class ExportWindows {

    private static final Duration LEAST = Duration.ofMinutes(15);
    private static final Duration MOST = Duration.ofHours(24);

    private ExportWindows() {}

    /** A window. */
    public static final class Window {
        private final Instant from;
        private final Instant to;

        private Window(Instant from, Instant to) {
            this.from = from;
            this.to = to;
        }

        /** Returns the first time that it has. */
        public Instant from() {
            return from;
        }

        /** Returns the first time that it no longer has. */
        public Instant to() {
            return to;
        }

        /** Returns its length. */
        public Duration length() {
            return Duration.between(from, to);
        }
    }

    /**
     * Divides a time into windows.
     *
     * @param from its beginning
     * @param to its end, later
     * @return windows in whole seconds, as few as possible, the first ones of 24 hours. The
     *     beginning is moved back if that is less than 15 minutes; if the last window would be
     *     shorter, the one before ends earlier
     */
    public static List<Window> covering(Instant from, Instant to) {
        Instant end = to.truncatedTo(ChronoUnit.SECONDS);
        Instant begin = from.truncatedTo(ChronoUnit.SECONDS);
        if (begin.isAfter(end.minus(LEAST))) {
            begin = end.minus(LEAST);
        }
        List<Window> windows = new ArrayList<>();
        while (Duration.between(begin, end).compareTo(MOST) > 0) {
            Instant next = begin.plus(MOST);
            if (Duration.between(next, end).compareTo(LEAST) < 0) {
                next = end.minus(LEAST);
            }
            windows.add(new Window(begin, next));
            begin = next;
        }
        windows.add(new Window(begin, end));
        return windows;
    }
}
