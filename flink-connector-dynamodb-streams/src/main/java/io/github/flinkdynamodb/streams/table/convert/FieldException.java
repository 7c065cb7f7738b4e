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

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import org.apache.flink.annotation.Internal;

/**
 * An attribute that can't become its field; the message names the field's path, its type, what was
 * found, and at which byte of the image. An image of which not even the attributes can be told
 * apart is a {@link DecodeException} of another class: a field may become NULL instead of this one
 * only.
 */
@Internal
public final class FieldException extends DecodeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message says all that the class's comment lists
     */
    FieldException(String message) {
        super(message);
    }

    private FieldException(String message, DecodeException cause) {
        super(message, cause);
    }

    /** What was wrong within the value of a field, with the field's name if it isn't there yet. */
    static FieldException of(Field field, DecodeException problem) {
        return problem instanceof FieldException
                ? (FieldException) problem
                : new FieldException(
                        "expected a value for " + field + ": " + problem.getMessage(), problem);
    }
}
