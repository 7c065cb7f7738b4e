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
package io.github.flinkdynamodb.streams.source.deserializer;

import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The attributes of images that a {@link DynamoDbStreamsDeserializationSchema} will ask for: they
 * are found while the page is read. It is a hint for speed, not a limit: other attributes can be
 * read, too.
 */
@PublicEvolving
public final class AttributeSelection {

    private static final AttributeSelection ALL =
            new AttributeSelection(ItemReader::skipping, ItemReader::skipping);

    private final Supplier<ItemReader> newImages;
    private final Supplier<ItemReader> oldImages;

    private AttributeSelection(Supplier<ItemReader> newImages, Supplier<ItemReader> oldImages) {
        this.newImages = newImages;
        this.oldImages = oldImages;
    }

    /**
     * Any attribute may be asked for, or none: nothing is looked for in advance.
     *
     * @return the selection
     */
    public static AttributeSelection all() {
        return ALL;
    }

    /**
     * Some attributes, of the item before a change as well as after it.
     *
     * @param names the names of the attributes
     * @return the selection
     */
    public static AttributeSelection of(String... names) {
        return new AttributeSelection(finding(names), finding(names));
    }

    /**
     * Some attributes of the item after a change.
     *
     * @param names the names of the attributes
     * @return the selection, with nothing looked for in the item before the change
     */
    public static AttributeSelection ofNewImage(String... names) {
        return new AttributeSelection(finding(names), ItemReader::skipping);
    }

    /**
     * Some attributes of the item before a change.
     *
     * @param names the names of the attributes
     * @return the selection, with nothing looked for in the item after the change
     */
    public static AttributeSelection ofOldImage(String... names) {
        return new AttributeSelection(ItemReader::skipping, finding(names));
    }

    private static Supplier<ItemReader> finding(String... names) {
        Set<String> wanted = new LinkedHashSet<>(List.of(names));
        return () -> ItemReader.finding(wanted);
    }

    /**
     * What readers find.
     *
     * @param newImages reads the items after changes
     * @param oldImages reads the items before changes
     * @return the selection, for one subtask
     */
    @Internal
    public static AttributeSelection by(ItemReader newImages, ItemReader oldImages) {
        return new AttributeSelection(() -> newImages, () -> oldImages);
    }

    /**
     * Creates a reader of items after changes.
     *
     * @return the reader, which belongs to one thread
     */
    @Internal
    public ItemReader newImages() {
        return newImages.get();
    }

    /**
     * Creates a reader of items before changes.
     *
     * @return the reader, which belongs to one thread
     */
    @Internal
    public ItemReader oldImages() {
        return oldImages.get();
    }
}
