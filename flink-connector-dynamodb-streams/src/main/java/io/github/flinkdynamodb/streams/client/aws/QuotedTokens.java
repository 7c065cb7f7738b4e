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
package io.github.flinkdynamodb.streams.client.aws;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hides session tokens in the texts of failures. A service that refuses a signature may quote what
 * was to be signed, and the token of temporary credentials is part of that.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html">Troubleshooting
 *     signatures</a>
 */
final class QuotedTokens {

    private static final Pattern TOKEN =
            Pattern.compile("(?i)(x-amz-security-token['\"]?\\s*[:=]\\s*['\"]?)[^\\s'\"&,;]+");

    private QuotedTokens() {}

    /**
     * Hides the tokens in a text.
     *
     * @param text any text, not null
     * @return the same with asterisks instead of tokens
     */
    static String hide(String text) {
        return TOKEN.matcher(text).replaceAll("$1***");
    }

    /**
     * Hides the tokens in a failure.
     *
     * @param failure any failure, not null
     * @return the same one if neither it nor what it's caused by quotes a token; otherwise one that
     *     prints like it, without the tokens
     */
    static Throwable hide(Throwable failure) {
        return quotes(failure, Collections.newSetFromMap(new IdentityHashMap<>()))
                ? new Hidden(failure)
                : failure;
    }

    private static boolean quotes(Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return false;
        }
        if (TOKEN.matcher(failure.toString()).find() || quotes(failure.getCause(), seen)) {
            return true;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (quotes(suppressed, seen)) {
                return true;
            }
        }
        return false;
    }

    /** Prints like another failure, without the tokens that it quotes. */
    private static final class Hidden extends Exception {
        private static final long serialVersionUID = 1L;

        Hidden(Throwable failure) {
            this(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
        }

        private Hidden(Throwable failure, Set<Throwable> seen) {
            super(hide(failure.toString()), cause(failure, seen));
            setStackTrace(failure.getStackTrace());
            for (Throwable suppressed : failure.getSuppressed()) {
                if (seen.add(suppressed)) {
                    addSuppressed(new Hidden(suppressed, seen));
                }
            }
        }

        private static Throwable cause(Throwable failure, Set<Throwable> seen) {
            seen.add(failure);
            Throwable cause = failure.getCause();
            return cause == null || !seen.add(cause) ? null : new Hidden(cause, seen);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
