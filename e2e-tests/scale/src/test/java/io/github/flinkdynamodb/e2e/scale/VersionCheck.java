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
package io.github.flinkdynamodb.e2e.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Counts the changes of each key and those that come out of turn: each key's versions are 1, 2, 3
 * and so on. For jobs that don't fail; read by the test, in the same process.
 */
final class VersionCheck implements MapFunction<String, String> {

    private static final long serialVersionUID = 1L;
    private static final Map<String, Map<String, Long>> SEEN = new ConcurrentHashMap<>();
    private static final Map<String, AtomicLong> OUT_OF_TURN = new ConcurrentHashMap<>();

    private final String name;

    /** A check whose results are found under a name. */
    VersionCheck(String name) {
        this.name = name;
        SEEN.put(name, new ConcurrentHashMap<>());
        OUT_OF_TURN.put(name, new AtomicLong());
    }

    /** The keys, some at most, of which fewer or more changes have come than were written. */
    static List<String> differences(String name, Map<String, Long> written) {
        Map<String, Long> seen = SEEN.get(name);
        Set<String> keys = new TreeSet<>(written.keySet());
        keys.addAll(seen.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            long came = seen.getOrDefault(key, 0L);
            long went = written.getOrDefault(key, 0L);
            if (came != went && differences.size() < 10) {
                differences.add(key + ": written " + went + ", came " + came);
            }
        }
        return differences;
    }

    /** How many changes weren't the next one of their key. */
    static long outOfTurn(String name) {
        return OUT_OF_TURN.get(name).get();
    }

    @Override
    public String map(String element) {
        int space = element.indexOf(' ');
        long version = Long.parseLong(element.substring(space + 1));
        long count = SEEN.get(name).merge(element.substring(0, space), 1L, Long::sum);
        if (count != version) {
            OUT_OF_TURN.get(name).incrementAndGet();
        }
        return element;
    }
}
