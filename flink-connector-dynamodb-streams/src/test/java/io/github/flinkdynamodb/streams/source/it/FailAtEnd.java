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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Passes elements on. When all subtasks have come to the end of their input, one that had elements
 * fails its task, once. So at that time all readers before it have been told that no more come.
 */
public final class FailAtEnd extends AbstractStreamOperator<String>
        implements OneInputStreamOperator<String, String>, BoundedOneInput {

    private static final long serialVersionUID = 1L;
    private static final long PATIENCE_SECONDS = 60;
    private static final Map<String, CountDownLatch> ENDS = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> FAILED = new ConcurrentHashMap<>();

    private final String name;
    private final int subtasks;
    private boolean hadElements;

    /** Creates the operator; the name is that under which the test looks for the failure. */
    public FailAtEnd(String name, int subtasks) {
        this.name = name;
        this.subtasks = subtasks;
    }

    /** How many failures there were. */
    public static int failures(String name) {
        return FAILED.computeIfAbsent(name, n -> new AtomicInteger()).get();
    }

    @Override
    public void processElement(StreamRecord<String> element) {
        hadElements = true;
        output.collect(element);
    }

    @Override
    public void endInput() throws Exception {
        CountDownLatch ends = ENDS.computeIfAbsent(name, n -> new CountDownLatch(subtasks));
        ends.countDown();
        if (!ends.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not all subtasks of " + name + " came to their end");
        }
        AtomicInteger failed = FAILED.computeIfAbsent(name, n -> new AtomicInteger());
        if (hadElements && failed.compareAndSet(0, 1)) {
            throw new IllegalStateException("injected failure of " + name);
        }
    }
}
