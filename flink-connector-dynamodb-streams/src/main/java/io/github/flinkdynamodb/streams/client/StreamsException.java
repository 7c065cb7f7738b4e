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
 * A call to DynamoDB Streams that failed, with what the caller needs to know of the cause: whether
 * to retry, to take a new iterator, or to give up. It is a {@linkplain LastCause last cause}: the
 * SDK's own exception is suppressed.
 */
@Internal
public final class StreamsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What a failure means for the one who called. */
    public enum Kind {
        /** The iterator is older than 15 minutes: take a new one at the current position. */
        EXPIRED_ITERATOR,
        /**
         * Too many calls or bytes, under any of the service's names for it: back off this shard.
         */
        THROTTLED,
        /** 5xx, I/O errors, time-outs, a body that fails its checksum: back off and retry. */
        TRANSIENT,
        /** The records at the position have been trimmed. */
        TRIMMED_DATA,
        /** The stream or the shard doesn't exist (any more). */
        RESOURCE_NOT_FOUND,
        /** Credentials are missing or wrong, or the permission is: a retry doesn't help. */
        ACCESS_DENIED,
        /** The request itself was rejected: a retry doesn't help. */
        INVALID_REQUEST
    }

    private final Kind kind;
    private final boolean ofPartition;

    /**
     * Creates an exception.
     *
     * @param kind what the failure means, not null
     * @param message names the call, the resource, and what to check
     * @param foundBy the SDK's exception, or null
     */
    public StreamsException(Kind kind, String message, Throwable foundBy) {
        this(kind, message, foundBy, false);
    }

    /**
     * Creates an exception that may be of one partition of a table.
     *
     * @param kind what the failure means, not null
     * @param message names the call, the resource, and what to check
     * @param foundBy the SDK's exception, or null
     * @param ofPartition see {@link #isOfPartition()}
     */
    public StreamsException(Kind kind, String message, Throwable foundBy, boolean ofPartition) {
        super(message);
        LastCause.of(this, foundBy);
        this.kind = kind;
        this.ofPartition = ofPartition;
    }

    /**
     * What the failure means for the caller.
     *
     * @return the kind, never null
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns whether a call was throttled because of one partition of a table, by the reasons that
     * the service gives. Calls to its other partitions aren't affected.
     *
     * @return false if the table is throttled, or the service gives no reason
     */
    public boolean isOfPartition() {
        return ofPartition;
    }

    /**
     * Returns whether the same call may succeed later.
     *
     * @return true for {@link Kind#THROTTLED} and {@link Kind#TRANSIENT}
     */
    public boolean isRetryable() {
        return kind == Kind.THROTTLED || kind == Kind.TRANSIENT;
    }
}
