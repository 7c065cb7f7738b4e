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

import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.NameCache;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Image;
import java.util.Map;

/** Decodes images from DynamoDB's JSON form. Threads may share one. */
final class ImageDecoder implements Image.Decoder {

    private final NameCache names = new NameCache();

    @Override
    public Map<String, AttributeValue> decode(ByteSlice json) {
        JsonReader reader = new JsonReader(json);
        Map<String, AttributeValue> attributes = new AttributeReader(reader, names).readItem();
        reader.expectEnd();
        return attributes;
    }
}
