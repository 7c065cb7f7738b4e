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

import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.model.Image;
import java.util.Collection;
import org.apache.flink.annotation.Internal;

/**
 * Reads an item out of the text around it. A fault within an item doesn't concern that text: it
 * shows when somebody asks for what the item says.
 */
@Internal
public interface ItemReader {

    /**
     * Consumes an item.
     *
     * @param reader stands before the item
     * @return the item
     * @throws io.github.flinkdynamodb.streams.codec.json.DecodeException if there isn't an object
     */
    Image read(JsonReader reader);

    /**
     * A reader that looks into nothing: each attribute is read when it is asked for.
     *
     * @return the reader, which any thread may use
     */
    static ItemReader skipping() {
        return ItemDecoder::skip;
    }

    /**
     * A reader that remembers where some attributes lie, so that they are found at once when they
     * are asked for.
     *
     * @param names the names of the attributes
     * @return the reader, which belongs to one thread; its images don't
     */
    static ItemReader finding(Collection<String> names) {
        return new NamedAttributes(names);
    }
}
