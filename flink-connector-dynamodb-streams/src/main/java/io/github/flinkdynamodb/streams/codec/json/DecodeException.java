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

import org.apache.flink.annotation.Internal;

/**
 * A record that isn't what its reader needs, or the JSON text of one that isn't what the service
 * sends. The message says what was found, and where.
 */
@Internal
public class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message says what was expected, and what was found; in a text, at which byte
     */
    public DecodeException(String message) {
        super(message);
    }

    /**
     * Creates an exception that says more about another one.
     *
     * @param message says what was expected, what was found, and where
     * @param cause what was wrong, not null
     */
    public DecodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
