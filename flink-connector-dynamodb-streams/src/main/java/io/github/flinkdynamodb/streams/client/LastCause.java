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

import org.apache.flink.annotation.Internal;

/**
 * Keeps an error that says what to do the last cause of a failure. Flink's SQL client shows nothing
 * but the last cause; what an error was found by is suppressed instead, and stays in the stack
 * trace.
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
            error.addSuppressed(foundBy);
        }
        return error;
    }
}
