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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Another source, of which it is noted when readers register and when splits are given to them. One
 * job at a time: its source is a copy, so that the moments are static.
 *
 * @param <T> the type of the elements
 * @param <S> the type of the splits
 * @param <C> the type of the enumerator's state
 */
final class NotedSource<T, S extends SourceSplit, C> implements Source<T, S, C> {

    private static final long serialVersionUID = 1L;

    private static final String READER_REGISTERED = "addReader";
    private static final String SPLITS_ASSIGNED = "assignSplits";

    private static final Map<String, Long> FIRST = new ConcurrentHashMap<>();
    private static final Map<String, Long> LAST = new ConcurrentHashMap<>();

    private final Source<T, S, C> source;

    /**
     * Wraps a source.
     *
     * @param source does the work
     */
    NotedSource(Source<T, S, C> source) {
        this.source = source;
    }

    /** Forgets the moments of the last job. */
    static void reset() {
        FIRST.clear();
        LAST.clear();
    }

    /** When the first reader registered, as {@link System#nanoTime()}; at least one has. */
    static long firstReader() {
        return FIRST.get(READER_REGISTERED);
    }

    /** When splits were last given out, as {@link System#nanoTime()}; empty where none were. */
    static OptionalLong lastAssignment() {
        Long last = LAST.get(SPLITS_ASSIGNED);
        return last == null ? OptionalLong.empty() : OptionalLong.of(last);
    }

    private static <I> I noting(Class<I> type, I delegate) {
        Object proxy =
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            long now = System.nanoTime();
                            FIRST.putIfAbsent(method.getName(), now);
                            LAST.put(method.getName(), now);
                            try {
                                return method.invoke(delegate, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
        return type.cast(proxy);
    }

    @SuppressWarnings("unchecked") // A proxy of the raw type hands all calls to the typed one.
    private SplitEnumeratorContext<S> noting(SplitEnumeratorContext<S> context) {
        return noting(SplitEnumeratorContext.class, context);
    }

    @SuppressWarnings("unchecked") // As above.
    private SplitEnumerator<S, C> noting(SplitEnumerator<S, C> enumerator) {
        return noting(SplitEnumerator.class, enumerator);
    }

    @Override
    public SplitEnumerator<S, C> createEnumerator(SplitEnumeratorContext<S> context)
            throws Exception {
        return noting(source.createEnumerator(noting(context)));
    }

    @Override
    public SplitEnumerator<S, C> restoreEnumerator(SplitEnumeratorContext<S> context, C state)
            throws Exception {
        return noting(source.restoreEnumerator(noting(context), state));
    }

    @Override
    public SourceReader<T, S> createReader(SourceReaderContext context) throws Exception {
        return source.createReader(context);
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SimpleVersionedSerializer<S> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<C> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }
}
