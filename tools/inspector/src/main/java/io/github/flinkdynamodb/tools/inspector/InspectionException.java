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
package io.github.flinkdynamodb.tools.inspector;

/** Why there is nothing to report, in a sentence that says what to do. */
public final class InspectionException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is wrong, without a full stop
     */
    public InspectionException(String message) {
        super(message);
    }

    /**
     * Creates an exception.
     *
     * @param message what is wrong, without a full stop
     * @param cause what it was found by
     */
    public InspectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
