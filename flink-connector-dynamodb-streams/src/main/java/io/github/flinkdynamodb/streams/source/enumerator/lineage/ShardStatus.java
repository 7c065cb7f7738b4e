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
package io.github.flinkdynamodb.streams.source.enumerator.lineage;

import org.apache.flink.annotation.Internal;

/** How far a shard is on its way through the source. The codes are part of the state format. */
@Internal
public enum ShardStatus {
    /** A parent isn't done yet, or it isn't known yet whether the shard has one that matters. */
    WAITING(0),
    /** May be read; not given to a reader yet. */
    READY(1),
    /** Given to a reader, which holds it in its state. */
    ASSIGNED(2),
    /** Read to its end, or not to be read at all. */
    FINISHED(3);

    private final int code;

    ShardStatus(int code) {
        this.code = code;
    }

    /**
     * The status in the state format.
     *
     * @return the code
     */
    public int code() {
        return code;
    }

    /**
     * Reads a status from the state format.
     *
     * @param code the code
     * @return the status
     * @throws IllegalArgumentException if no status has the code
     */
    public static ShardStatus ofCode(int code) {
        for (ShardStatus status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        throw new IllegalArgumentException("no shard status has the code " + code);
    }
}
