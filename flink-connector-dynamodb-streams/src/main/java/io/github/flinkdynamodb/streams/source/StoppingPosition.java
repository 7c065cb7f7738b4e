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
package io.github.flinkdynamodb.streams.source;

import java.time.Instant;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.IllegalConfigurationException;

/**
 * Where reading ends. With a position other than {@link #never()} the source is bounded. Immutable.
 */
@PublicEvolving
public final class StoppingPosition extends StreamPosition<StoppingPosition.Mode> {

    private static final long serialVersionUID = 1L;

    /** The kinds of position. */
    public enum Mode {
        /** The source is unbounded. */
        NEVER,
        /** Changes that exist when the job starts. */
        LATEST,
        /** Changes written up to a time. */
        TIMESTAMP
    }

    private static final StoppingPosition NEVER = new StoppingPosition(Mode.NEVER);
    private static final StoppingPosition LATEST = new StoppingPosition(Mode.LATEST);

    private StoppingPosition(Mode mode) {
        super(mode);
    }

    private StoppingPosition(Instant timestamp) {
        super(Mode.TIMESTAMP, timestamp);
    }

    /** Returns the position of a source that reads on indefinitely. */
    public static StoppingPosition never() {
        return NEVER;
    }

    /**
     * Returns the position of the last change that exists when the job is first started; a restored
     * job keeps that time.
     */
    public static StoppingPosition latest() {
        return LATEST;
    }

    /**
     * Returns the position of the last change written up to a time, inclusive. The API of DynamoDB
     * Streams cannot stop at a time: a shard is finished when it has ended, when it returns records
     * that are clearly younger, or when the reader has caught up with it after that time.
     *
     * @param timestamp the time; may lie in the future
     * @throws IllegalConfigurationException if the timestamp is null
     */
    public static StoppingPosition timestamp(Instant timestamp) {
        return new StoppingPosition(timestamp);
    }
}
