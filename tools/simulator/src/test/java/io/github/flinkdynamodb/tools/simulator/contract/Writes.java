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
package io.github.flinkdynamodb.tools.simulator.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Parts of batches. */
final class Writes {

    private Writes() {}

    static WriteRequest put(String key) {
        return WriteRequest.builder().putRequest(r -> r.item(item(key))).build();
    }

    /** Writes items with the keys "k0", "k1" and so on; returns the keys. */
    static Set<String> putMany(Service service, String table, int count) {
        Set<String> keys = new TreeSet<>();
        List<WriteRequest> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add("k" + i);
            batch.add(put("k" + i));
            if (batch.size() == 25 || i == count - 1) {
                Map<String, List<WriteRequest>> items = Map.of(table, batch);
                service.tables().batchWriteItem(r -> r.requestItems(items));
                batch = new ArrayList<>();
            }
        }
        return keys;
    }

    static WriteRequest delete(String key) {
        return WriteRequest.builder().deleteRequest(r -> r.key(item(key))).build();
    }

    static Map<String, AttributeValue> item(String key) {
        return Map.of("pk", AttributeValue.fromS(key));
    }
}
