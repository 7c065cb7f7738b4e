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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.client.LastCause;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import java.io.IOException;

/**
 * Creates the errors of records that a schema rejects, where that is to fail the job.
 *
 * <p>What this connector finds in a record, a {@link DecodeException}, is suppressed: the error is
 * a {@linkplain LastCause last cause}, and SQL, whose schemas are all of this connector, shows
 * where the record is and what can be done. What a user's own schema throws is the cause of the
 * error, so that programs find it by its type in the chain of causes, as they find those of Flink's
 * own connectors; jobs with such a schema are seen with the whole chain.
 */
final class RejectedRecords {

    private RejectedRecords() {}

    /** Returns which record of a stream it is, to stand behind the word. */
    static String placeOf(ChangeRecord record) {
        return record.sequenceNumber()
                + " of shard "
                + record.shardId()
                + " of stream "
                + record.streamArn();
    }

    /**
     * Creates the error of a record.
     *
     * @param problem begins the message: says which record can't be deserialized, and where it is
     * @param cause what the schema threw
     * @param hint one more thing to check, with a space behind it; may be empty
     * @param plural what such records are called
     * @return the error, to be thrown
     */
    static IOException error(String problem, Exception cause, String hint, String plural) {
        boolean isOurs = cause instanceof DecodeException;
        String message =
                problem
                        + ": "
                        + (isOurs ? cause.getMessage() : cause)
                        + ". "
                        + hint
                        + "'"
                        + DynamoDbStreamsSourceOptions.ON_DECODE_ERROR.key()
                        + "' = 'skip' leaves such "
                        + plural
                        + " out and counts them";
        return isOurs
                ? LastCause.of(new IOException(message), cause)
                : new IOException(message, cause);
    }
}
