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
package io.github.flinkdynamodb.streams.source.deserializer;

import org.apache.flink.annotation.Internal;

/**
 * Thrown by a schema that can deserialize only a part of a record, such as one of two images. Like
 * any exception of a schema it fails the job, unless {@code scan.on-decode-error} skips records:
 * then the record counts as one in error, and what was collected for it is emitted.
 */
@Internal
public final class PartialRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param cause what is wrong with the other part, not null
     */
    public PartialRecordException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
