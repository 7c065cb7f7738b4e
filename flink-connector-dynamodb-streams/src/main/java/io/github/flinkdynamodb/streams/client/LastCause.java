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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * Keeps an error that says what to do the last cause of a failure. Flink's SQL client shows nothing
 * but what stands behind the last "Caused by: " in the text of the stack trace. What an error was
 * found by is suppressed instead, and stays in the stack trace; the causes of what is suppressed
 * would stand last too, so they are suppressed one by one, as notes that print like them.
 *
 * <p>The exception of a user's own class, which programs may look for, is the cause all the same,
 * unless the class can be named in SQL.
 */
@Internal
public final class LastCause {

    private LastCause() {}

    /**
     * Notes what an error was found by.
     *
     * @param error says what is wrong, and what to do; it has no cause
     * @param foundBy the exception that showed it; null for none
     * @param <E> the type of the error
     * @return the error, to be thrown
     */
    public static <E extends Throwable> E of(E error, Throwable foundBy) {
        if (foundBy != null) {
            note(error, foundBy, Collections.newSetFromMap(new IdentityHashMap<>()));
        }
        return error;
    }

    private static void note(Throwable error, Throwable found, Set<Throwable> noted) {
        if (!noted.add(found)) {
            return;
        }
        if (!printsCauses(found)) {
            error.addSuppressed(found);
            return;
        }
        error.addSuppressed(new Note(found));
        for (Throwable suppressed : found.getSuppressed()) {
            note(error, suppressed, noted);
        }
        if (found.getCause() != null) {
            note(error, found.getCause(), noted);
        }
    }

    /** Returns whether the text of an exception may have causes; this looks two levels deep. */
    private static boolean printsCauses(Throwable found) {
        if (found.getCause() != null) {
            return true;
        }
        for (Throwable suppressed : found.getSuppressed()) {
            if (suppressed.getCause() != null || suppressed.getSuppressed().length > 0) {
                return true;
            }
        }
        return false;
    }

    /** Prints like another exception, without the causes of that. */
    private static final class Note extends Exception {
        private static final long serialVersionUID = 1L;

        Note(Throwable found) {
            super(found.toString());
            setStackTrace(found.getStackTrace());
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
