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

import org.apache.flink.annotation.PublicEvolving;

/** Which images the records of a stream contain; fixed for the life of the stream. */
@PublicEvolving
public enum StreamViewType {
    /** Only the key attributes. */
    KEYS_ONLY,
    /** The whole item as it is after the change. */
    NEW_IMAGE,
    /** The whole item as it was before the change. */
    OLD_IMAGE,
    /** Both images. */
    NEW_AND_OLD_IMAGES;

    /**
     * Looks a view type up by the service's name for it.
     *
     * @param name the service's text, or null
     * @return the view type, or null if the name is null or one that this version doesn't know
     */
    public static StreamViewType ofName(String name) {
        for (StreamViewType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }
}
