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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * Which attributes of an item are wanted and, where it is not a map or list as a whole, what is
 * wanted of them: the plan by which an {@link ItemIndex} is filled. The plan of an item is the root
 * of a tree, each node of which is the plan of a value within. Complete before the first index is
 * created of it, and not changed afterwards.
 */
@Internal
public final class ItemPlan {

    private final ItemPlan root;
    private final int slot;
    private final Map<String, ItemPlan> entries = new LinkedHashMap<>();
    private ItemPlan elements;

    /** In a root, how many slots are taken. */
    private int slots;

    /** Creates the plan of an item, or of what is in a list, that wants nothing yet. */
    public ItemPlan() {
        this.root = this;
        this.slot = slots++;
    }

    private ItemPlan(ItemPlan root) {
        this.root = root;
        this.slot = root.slots++;
    }

    /**
     * Wants an attribute of this item, or an entry of this map.
     *
     * @param name its name
     * @return its plan; the same one each time that the name is wanted
     */
    public ItemPlan want(String name) {
        return entries.computeIfAbsent(name, wanted -> new ItemPlan(root));
    }

    /**
     * Wants the elements of this list or set, or the values of this map, one by one.
     *
     * @return the plan of each of them; the same one each time
     */
    public ItemPlan wantElements() {
        if (elements == null) {
            elements = new ItemPlan();
        }
        return elements;
    }

    /**
     * Where an index has the token of this value.
     *
     * @return the slot for {@link ItemIndex#token}
     */
    public int slot() {
        return slot;
    }

    /**
     * Returns whether this is the plan of an element of a list, set or map, or of the item itself.
     * These are entered one by one, when they are asked for.
     *
     * @return true if so; false for what has a name, and is found with the item
     */
    public boolean isRoot() {
        return root == this;
    }

    /** How many slots an index of this root has. */
    int slots() {
        return slots;
    }

    List<String> names() {
        return List.copyOf(entries.keySet());
    }

    Map<String, ItemPlan> entries() {
        return entries;
    }

    /** Null if the elements aren't wanted one by one. */
    ItemPlan elements() {
        return elements;
    }
}
