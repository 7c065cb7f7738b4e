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
package io.github.flinkdynamodb.streams.source.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.functions.MapFunction;

/** Passes elements on, and keeps them where tests can look at them. For jobs without failures. */
public final class Gather<T> implements MapFunction<T, T> {

    private static final long serialVersionUID = 1L;
    private static final Map<String, Queue<Object>> TAKEN = new ConcurrentHashMap<>();

    private final String name;

    public Gather(String name) {
        this.name = name;
    }

    @Override
    public T map(T element) {
        TAKEN.computeIfAbsent(name, n -> new ConcurrentLinkedQueue<>()).add(element);
        return element;
    }

    /** The elements that came, in order. */
    @SuppressWarnings("unchecked")
    static <T> List<T> taken(String name) {
        return (List<T>) new ArrayList<>(TAKEN.getOrDefault(name, new ConcurrentLinkedQueue<>()));
    }
}
