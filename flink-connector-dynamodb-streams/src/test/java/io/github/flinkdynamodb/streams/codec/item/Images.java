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
package io.github.flinkdynamodb.streams.codec.item;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Decodes images that a test spells out. */
public final class Images {

    private Images() {}

    /** Decodes an image that lies within a larger array. */
    public static Map<String, AttributeValue> decode(String json) {
        byte[] text = ("}\"" + json + "\"}").getBytes(StandardCharsets.UTF_8);
        return ItemDecoder.INSTANCE.decode(new ByteSlice(text, 2, text.length - 4));
    }

    /** Decodes an image with one attribute, given by its value. */
    public static AttributeValue value(String json) {
        return decode("{\"a\":" + json + "}").get("a");
    }
}
