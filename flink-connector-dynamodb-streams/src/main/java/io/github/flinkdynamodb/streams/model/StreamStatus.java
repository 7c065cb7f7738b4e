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
package io.github.flinkdynamodb.streams.model;

import org.apache.flink.annotation.Internal;

/** The status of a stream, as DescribeStream returns it. */
@Internal
public enum StreamStatus {
    /** Being set up; it has no records yet. */
    ENABLING,
    /** In use: the table's changes go there. */
    ENABLED,
    /** Being closed. */
    DISABLING,
    /** Closed: no new records; what is there stays readable for the retention of 24 hours. */
    DISABLED;

    /**
     * Looks a status up by the service's name for it.
     *
     * @param name the service's text, or null
     * @return the status; {@link #ENABLED} if the name is null or unknown, so that reading goes on
     */
    public static StreamStatus ofName(String name) {
        for (StreamStatus status : values()) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        return ENABLED;
    }

    /**
     * Returns whether new records may still appear.
     *
     * @return true unless the stream is disabled for good
     */
    public boolean mayGrow() {
        return this != DISABLED;
    }
}
