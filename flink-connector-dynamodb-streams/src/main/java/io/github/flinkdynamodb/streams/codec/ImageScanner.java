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
package io.github.flinkdynamodb.streams.codec;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import org.apache.flink.annotation.Internal;

/**
 * Looks into images while their page is read, on behalf of a reader that will want their values: so
 * that no text is gone over twice, once for its end and once for what is in it. What is wrong
 * within an image is no matter of the page: whoever decodes the image later says so, with the
 * record.
 */
@Internal
public interface ImageScanner {

    /** Looks into nothing. */
    ImageScanner NONE =
            new ImageScanner() {
                @Override
                public boolean scanNewImage(ValueScanner scanner) {
                    return false;
                }

                @Override
                public boolean scanOldImage(ValueScanner scanner) {
                    return false;
                }
            };

    /**
     * Consumes the item after a change, or leaves it alone.
     *
     * @param scanner stands before the item
     * @return true if the item was consumed, else the scanner may be anywhere
     * @throws DecodeException as if it had returned false
     */
    boolean scanNewImage(ValueScanner scanner);

    /**
     * Consumes the item before a change, or leaves it alone.
     *
     * @param scanner stands before the item
     * @return true if the item was consumed, else the scanner may be anywhere
     * @throws DecodeException as if it had returned false
     */
    boolean scanOldImage(ValueScanner scanner);
}
