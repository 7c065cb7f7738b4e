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
package io.github.flinkdynamodb.streams.table.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Random writes to a table: whole items, changes of one attribute in place, deletes, and inserts of
 * what was deleted. Says its seed.
 */
final class RandomWrites {

    private final ItemTable table;
    private final boolean updatesInPlace;
    private final Random random;
    private final RandomItems items;

    RandomWrites(ItemTable table, boolean updatesInPlace, long seed) {
        this.table = table;
        this.updatesInPlace = updatesInPlace;
        this.random = new Random(seed);
        this.items = new RandomItems(random);
        System.out.println("random writes to " + table.name() + " with seed " + seed);
    }

    /** Writes until so many changes more have been made. */
    void write(int changes) {
        int goal = table.changes().size() + changes;
        while (table.changes().size() < goal) {
            writeOnce();
        }
    }

    private void writeOnce() {
        int choice = random.nextInt(10);
        if (choice < 2) {
            delete();
        } else if (choice < 5 && updatesInPlace) {
            String attribute = items.attributeName();
            boolean removes = random.nextInt(4) == 0;
            table.update(items.key(), attribute, removes ? null : items.attribute(attribute));
        } else {
            table.put(items.item(items.key()));
        }
    }

    private void delete() {
        List<Map<String, AttributeValue>> there = new ArrayList<>(table.items());
        if (there.isEmpty()) {
            table.delete(items.key());
        } else {
            table.delete(there.get(random.nextInt(there.size())));
        }
    }
}
