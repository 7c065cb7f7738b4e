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
package io.github.flinkdynamodb.streams.table.reconcile;

import io.github.flinkdynamodb.streams.model.Hash128;
import java.util.Objects;
import org.apache.flink.annotation.Internal;

/**
 * What has been given out for a key: the row that stands, by its hash, or why none does. Immutable.
 */
@Internal
public final class KeyState {

    /** The kinds of state. The codes are part of the state format. */
    enum Status {
        /** Nothing has arrived. Never stored. */
        NONE(0),
        /** A row stands. */
        ROW(1),
        /** The stream has deleted the item: the scan's row, if it is still to come, is older. */
        GONE(2),
        /** The row that stood has been taken back; the one that replaces it comes next. */
        UPDATING(3),
        /** A change took back a row that was never given out; the one that replaces it comes. */
        STARTING(4);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Status ofCode(int code) {
            for (Status status : values()) {
                if (status.code == code) {
                    return status;
                }
            }
            throw new IllegalArgumentException("no status of a key has the code " + code);
        }
    }

    /** Nothing has arrived for the key. */
    static final KeyState NONE = new KeyState(Status.NONE, null);

    static final KeyState GONE = new KeyState(Status.GONE, null);
    static final KeyState UPDATING = new KeyState(Status.UPDATING, null);
    static final KeyState STARTING = new KeyState(Status.STARTING, null);

    private final Status status;
    private final Hash128 row;

    private KeyState(Status status, Hash128 row) {
        this.status = status;
        this.row = row;
    }

    /**
     * Returns the state of a status without a row.
     *
     * @throws IllegalArgumentException if the status needs a row
     */
    static KeyState of(Status status) {
        switch (status) {
            case NONE:
                return NONE;
            case GONE:
                return GONE;
            case UPDATING:
                return UPDATING;
            case STARTING:
                return STARTING;
            default:
                throw new IllegalArgumentException(status + " needs a row");
        }
    }

    static KeyState row(Hash128 row) {
        return new KeyState(Status.ROW, Objects.requireNonNull(row, "row"));
    }

    Status status() {
        return status;
    }

    /** Returns the hash of the row that stands; null if none does. */
    Hash128 row() {
        return row;
    }

    boolean stands(Hash128 candidate) {
        return status == Status.ROW && row.equals(candidate);
    }

    /** Returns whether the second half of an update must come next for the key. */
    boolean isWithinUpdate() {
        return status == Status.UPDATING || status == Status.STARTING;
    }

    /** Returns whether nothing is stored of the key yet. */
    boolean isFirst() {
        return this == NONE || this == STARTING;
    }

    /**
     * Returns the state of a key after the first half of an update that is followed by its second.
     * The state of a key within an update isn't stored, since it follows from the one before: an
     * update begins where a row stands, or as the first of its key, and is dropped elsewhere.
     *
     * @return the state after this one; this one if it is within an update already
     * @throws IllegalStateException if the item is deleted
     */
    KeyState afterFirstHalf() {
        switch (status) {
            case NONE:
                return STARTING;
            case ROW:
                return UPDATING;
            case GONE:
                throw new IllegalStateException(
                        "The state has a deleted item within an update: please report this as a"
                                + " bug of the connector");
            default:
                return this;
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof KeyState
                && status == ((KeyState) o).status
                && Objects.equals(row, ((KeyState) o).row);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, row);
    }

    @Override
    public String toString() {
        return row == null ? status.name() : status + "(" + row + ")";
    }
}
