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
package io.github.flinkdynamodb.streams.table;

import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;

/**
 * The images of a change. The service leaves out an image that doesn't exist; some substitutes for
 * the service send an empty one instead. Since every item has key attributes, an image without
 * attributes counts as absent.
 */
final class Images {

    private Images() {}

    /** The item's key attributes; null if the record has none. */
    static Image keys(ChangeRecord record) {
        return unlessEmpty(record.keys());
    }

    /** The item after the change; null if the record has none. */
    static Image newImage(ChangeRecord record) {
        return unlessEmpty(record.newImage());
    }

    /** The item before the change; null if the record has none. */
    static Image oldImage(ChangeRecord record) {
        return unlessEmpty(record.oldImage());
    }

    /** The newest image that the record has; null if it has none, and no keys. */
    static Image newest(ChangeRecord record) {
        Image newImage = newImage(record);
        Image image = newImage == null ? oldImage(record) : newImage;
        return image == null ? keys(record) : image;
    }

    private static Image unlessEmpty(Image image) {
        return image == null || isEmpty(image.json()) ? null : image;
    }

    /** Returns whether there is nothing but white space between the braces. */
    private static boolean isEmpty(ByteSlice json) {
        byte[] bytes = json.bytes();
        int last = json.offset() + json.length() - 1;
        for (int p = json.offset() + 1; p < last; p++) {
            if (bytes[p] > ' ' || bytes[p] < 0) {
                return false;
            }
        }
        return true;
    }
}
