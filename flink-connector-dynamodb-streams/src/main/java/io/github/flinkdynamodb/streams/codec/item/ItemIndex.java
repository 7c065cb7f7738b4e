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

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Image;
import org.apache.flink.annotation.Internal;

/**
 * Where the attributes that a plan wants lie in one item. An index is filled again and again: while
 * a page is read, with each image that comes, or when it is asked for an image that it isn't of.
 * Belongs to one thread.
 */
@Internal
public final class ItemIndex implements ItemReader {

    private final AttributeToken[] tokens;
    private final EntryIndex entries;
    private final ItemText text;

    /** What the index is of; null if it is of nothing, or of an element of a list. */
    private Image image;

    /**
     * Creates an index that is of nothing yet.
     *
     * @param plan what is wanted of an item
     */
    public ItemIndex(ItemPlan plan) {
        this(plan, new ItemText());
    }

    private ItemIndex(ItemPlan plan, ItemText text) {
        this.text = text;
        this.tokens = new AttributeToken[plan.slots()];
        this.entries = token(plan).entries;
    }

    private AttributeToken token(ItemPlan plan) {
        AttributeToken[] wanted =
                plan.entries().values().stream().map(this::token).toArray(AttributeToken[]::new);
        boolean whole = wanted.length == 0 && !plan.isRoot();
        AttributeToken token =
                new AttributeToken(
                        whole ? null : new EntryIndex(text, NameTable.of(plan.names()), wanted),
                        plan.elements() == null
                                ? null
                                : new ElementIndex(new ItemIndex(plan.elements(), text)));
        tokens[plan.slot()] = token;
        return token;
    }

    /**
     * Consumes an item within a longer text, and becomes the index of it. If there is a fault in
     * the item, it is skipped, and the fault shows when this is asked for the index of the image.
     */
    @Override
    public Image read(JsonReader reader) {
        image = null;
        reader.peek();
        int begin = reader.position();
        if (!find(reader)) {
            reader.seek(begin);
            return ItemDecoder.skip(reader);
        }
        int length = reader.position() - begin;
        image = new Image(reader.bytes(), begin, length, ItemDecoder.INSTANCE);
        return image;
    }

    /** Consumes an item; returns false, with the reader anywhere, if there is a fault in it. */
    boolean find(JsonReader reader) {
        int unreadable = text.unreadableValues();
        try {
            entries.read(reader);
            return text.unreadableValues() == unreadable;
        } catch (DecodeException e) {
            return false;
        }
    }

    /**
     * Becomes the index of an image, unless it is that already, and goes on to read values of it.
     *
     * @param wanted the image
     * @return this
     * @throws DecodeException if not even the attributes of the image can be told apart
     */
    public ItemIndex of(Image wanted) {
        if (image == wanted) {
            text.begin(wanted.json());
        } else {
            image = null;
            of(wanted.json());
            image = wanted;
        }
        return this;
    }

    /**
     * Becomes the index of an item.
     *
     * @param item the item in DynamoDB's JSON form
     * @return this
     * @throws DecodeException if not even the attributes of the item can be told apart
     */
    public ItemIndex of(ByteSlice item) {
        image = null;
        text.begin(item);
        entries.read(text.reader());
        text.reader().expectEnd();
        return this;
    }

    /**
     * Becomes the index of a map that is an element of a list, set or map.
     *
     * @param map of type M
     */
    public void enter(AttributeToken map) {
        text.reader().seek(map.from());
        entries.read(text.reader());
    }

    /**
     * Where a value lies.
     *
     * @param slot of the value's plan
     * @return its token; one without a type if the item has no such attribute
     */
    public AttributeToken token(int slot) {
        return tokens[slot];
    }

    /**
     * Where the elements of a list lie.
     *
     * @param slot of the list's plan, which wants its elements
     * @return their index, filled if the list has a name in the plan
     */
    public ElementIndex elements(int slot) {
        return tokens[slot].elements;
    }

    /**
     * What the tokens say.
     *
     * @return the text of the item that this is the index of
     */
    public ItemText text() {
        return text;
    }
}
