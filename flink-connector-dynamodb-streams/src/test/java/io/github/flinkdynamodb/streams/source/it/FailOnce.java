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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;

/** Passes elements on; when a test has armed it, the next element fails the task, once. */
public final class FailOnce<T> implements MapFunction<T, T> {

    private static final long serialVersionUID = 1L;
    private static final Map<String, AtomicInteger> ARMED = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> FAILED = new ConcurrentHashMap<>();

    private final String name;

    public FailOnce(String name) {
        this.name = name;
    }

    /** Makes the next element fail its task. */
    public static void arm(String name) {
        ARMED.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
    }

    /** How many failures there were. */
    public static int failures(String name) {
        return FAILED.computeIfAbsent(name, n -> new AtomicInteger()).get();
    }

    @Override
    public T map(T element) {
        AtomicInteger armed = ARMED.computeIfAbsent(name, n -> new AtomicInteger());
        // Two subtasks may come at once: one fails, and for the other there is nothing left.
        if (armed.get() > 0 && armed.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            FAILED.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
            throw new IllegalStateException("injected failure of " + name);
        }
        return element;
    }
}
