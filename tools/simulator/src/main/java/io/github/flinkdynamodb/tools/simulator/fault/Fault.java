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
package io.github.flinkdynamodb.tools.simulator.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** Something that goes wrong with a call, or only takes longer. Immutable. */
public final class Fault {

    /** How a call goes wrong. */
    public enum Kind {
        /** The service answers with an error. */
        ERROR,
        /** An HTTP status with a body that no AWS service wrote, as a proxy answers. */
        HTTP_STATUS,
        /** The connection is reset instead of an answer. */
        CONNECTION_RESET,
        /** The connection is closed in order, without an answer. */
        CONNECTION_CLOSED,
        /** There is never an answer. */
        NO_ANSWER,
        /** The right answer comes later. */
        DELAY,
        /** The right answer's bytes trickle. */
        SLOW_BODY,
        /** The connection is closed in the middle of the answer's body. */
        TRUNCATED_BODY,
        /** The answer's checksum is that of other bytes. */
        WRONG_CRC,
        /** The body isn't JSON, and its checksum is right. */
        CORRUPT_BODY,
        /** GetRecords and Scan return nothing, and the same position again. */
        EMPTY_PAGE;

        /** Whether the right answer is on its way, but can't be read. */
        public boolean spoilsBody() {
            return this == TRUNCATED_BODY || this == WRONG_CRC || this == CORRUPT_BODY;
        }
    }

    private final Kind kind;
    private final ServiceError error;
    private final int status;
    private final Latency delay;

    private Fault(Kind kind, ServiceError error, int status, Latency delay) {
        this.kind = kind;
        this.error = error;
        this.status = status;
        this.delay = delay;
    }

    private static Fault of(Kind kind) {
        return new Fault(kind, null, 0, Latency.NONE);
    }

    /** The service answers with an error. */
    public static Fault error(ServiceError error) {
        return new Fault(Kind.ERROR, Objects.requireNonNull(error), error.status(), Latency.NONE);
    }

    /** Something between client and service answers with this status and a page of HTML. */
    public static Fault httpStatus(int status) {
        return new Fault(Kind.HTTP_STATUS, null, status, Latency.NONE);
    }

    /** The connection is reset. */
    public static Fault connectionReset() {
        return of(Kind.CONNECTION_RESET);
    }

    /** The connection is closed. */
    public static Fault connectionClosed() {
        return of(Kind.CONNECTION_CLOSED);
    }

    /** The client waits until its own time-out. */
    public static Fault noAnswer() {
        return of(Kind.NO_ANSWER);
    }

    /** The right answer after this time. */
    public static Fault delay(Duration time) {
        return delay(Latency.of(time));
    }

    /** The right answer after a time of this distribution. */
    public static Fault delay(Latency latency) {
        return new Fault(Kind.DELAY, null, 0, latency);
    }

    /** The right answer, its body spread over this time. */
    public static Fault slowBody(Duration time) {
        return new Fault(Kind.SLOW_BODY, null, 0, Latency.of(time));
    }

    /** Half of the answer. */
    public static Fault truncatedBody() {
        return of(Kind.TRUNCATED_BODY);
    }

    /** The right answer with a wrong checksum. */
    public static Fault wrongCrc() {
        return of(Kind.WRONG_CRC);
    }

    /** Bytes that aren't JSON, with their right checksum. */
    public static Fault corruptBody() {
        return of(Kind.CORRUPT_BODY);
    }

    /** A page of GetRecords or Scan that is empty, though it isn't the last, and is read again. */
    public static Fault emptyPage() {
        return of(Kind.EMPTY_PAGE);
    }

    /** How the call goes wrong. */
    public Kind kind() {
        return kind;
    }

    /** The error of {@link Kind#ERROR}, else null. */
    public ServiceError error() {
        return error;
    }

    /** The HTTP status where the fault has one, else 0. */
    public int status() {
        return status;
    }

    /** The time of {@link Kind#DELAY} and {@link Kind#SLOW_BODY}, else none. */
    public Latency latency() {
        return delay;
    }

    /** Its name in counts, such as {@code ThrottlingException} or {@code connection-reset}. */
    public String name() {
        switch (kind) {
            case ERROR:
                return error.code();
            case HTTP_STATUS:
                return "http-" + status;
            default:
                return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
