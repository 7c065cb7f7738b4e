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
package io.github.flinkdynamodb.tools.simulator.table;

/** What a stream's records hold beside the keys. */
public enum StreamViewType {
    /** The keys alone. */
    KEYS_ONLY(false, false),
    /** The item after the change. */
    NEW_IMAGE(true, false),
    /** The item before the change. */
    OLD_IMAGE(false, true),
    /** The item before and after the change. */
    NEW_AND_OLD_IMAGES(true, true);

    private final boolean newImage;
    private final boolean oldImage;

    StreamViewType(boolean newImage, boolean oldImage) {
        this.newImage = newImage;
        this.oldImage = oldImage;
    }

    boolean hasNewImage() {
        return newImage;
    }

    boolean hasOldImage() {
        return oldImage;
    }
}
