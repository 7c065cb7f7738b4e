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

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.annotation.Internal;

/** Collects what a dead letter holds. Origin, record, cause and location are required. */
@Internal
public final class DeadLetterBuilder {

    private static final int MAX_CAUSE = 4096;

    final DeadLetter.Origin origin;
    ByteSlice record;
    String cause;
    String location;
    String streamArn;
    String tableName;
    String shardId;
    SequenceNumber sequenceNumber;
    String eventName;
    Instant approximateCreationTime;
    String file;
    long line;

    /**
     * Begins a dead letter.
     *
     * @param origin where the record is from
     */
    public DeadLetterBuilder(DeadLetter.Origin origin) {
        this.origin = Objects.requireNonNull(origin, "origin");
    }

    /**
     * Sets the bytes of the record.
     *
     * @param bytes the record as it was read; copied, since they keep a whole page in memory
     * @return this
     */
    public DeadLetterBuilder record(ByteSlice bytes) {
        byte[] copy =
                Arrays.copyOfRange(bytes.bytes(), bytes.offset(), bytes.offset() + bytes.length());
        this.record = new ByteSlice(copy, 0, copy.length);
        return this;
    }

    /**
     * Takes what a record says of its place and time.
     *
     * @param rejected the record
     * @return this
     */
    public DeadLetterBuilder fieldsOf(ChangeRecord rejected) {
        streamArn = rejected.streamArn();
        tableName = rejected.tableName();
        shardId = rejected.shardId();
        sequenceNumber = rejected.sequenceNumber();
        eventName = rejected.eventName();
        approximateCreationTime = rejected.approximateCreationTime();
        return this;
    }

    /**
     * Sets the place.
     *
     * @param text the place, for people
     * @return this
     */
    public DeadLetterBuilder location(String text) {
        this.location = text;
        return this;
    }

    /**
     * Sets the line of an export.
     *
     * @param fileName the name of its file
     * @param lineNumber its number, from 1
     * @return this
     */
    public DeadLetterBuilder line(String fileName, long lineNumber) {
        this.file = fileName;
        this.line = lineNumber;
        return this;
    }

    /**
     * Sets why the record was rejected.
     *
     * @param problem what the schema threw
     * @return this
     */
    public DeadLetterBuilder cause(Exception problem) {
        String text =
                problem instanceof DecodeException ? problem.getMessage() : problem.toString();
        this.cause = text.length() > MAX_CAUSE ? text.substring(0, MAX_CAUSE) : text;
        return this;
    }

    /**
     * Creates the dead letter.
     *
     * @return the dead letter
     */
    public DeadLetter build() {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(location, "location");
        return new DeadLetter(this);
    }
}
