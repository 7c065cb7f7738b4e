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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source that tells a {@link HandoverProbe} what passes between its reader, its enumerator and
 * Flink, on the thread on which it passes. Otherwise it is the source that it wraps.
 */
final class ProbedSource
        implements Source<String, DynamoDbStreamsSplit, EnumeratorState>,
                ResultTypeQueryable<String> {

    private static final long serialVersionUID = 1L;

    private final DynamoDbStreamsSource<String> source;
    private final String probe;

    ProbedSource(DynamoDbStreamsSource<String> source, String probe) {
        this.source = source;
        this.probe = probe;
    }

    /** What follows a call, or comes before it. */
    private interface Observer {
        void see(Method method, Object[] arguments, Object result) throws Exception;
    }

    private static final Observer NOTHING = (method, arguments, result) -> {};

    @SuppressWarnings("unchecked")
    private static <X> X observed(Class<?> type, X target, Observer before, Observer after) {
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    before.see(method, arguments, null);
                    try {
                        Object result = method.invoke(target, arguments);
                        after.see(method, arguments, result);
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                };
        return (X)
                Proxy.newProxyInstance(
                        ProbedSource.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    @Override
    public SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> createEnumerator(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context) {
        return observed(source.createEnumerator(observed(context)), context);
    }

    @Override
    public SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context, EnumeratorState state) {
        return observed(source.restoreEnumerator(observed(context), state), context);
    }

    private SplitEnumeratorContext<DynamoDbStreamsSplit> observed(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context) {
        HandoverProbe observer = HandoverProbe.of(probe);
        return observed(
                SplitEnumeratorContext.class,
                context,
                (method, arguments, none) -> {
                    if (method.getName().equals("assignSplits")) {
                        shardsOf(((SplitsAssignment<?>) arguments[0]).assignment())
                                .forEach(s -> observer.child(HandoverMoment.BEFORE_ASSIGNMENT, s));
                    } else if (isAnswer(method, arguments)) {
                        observer.parent(
                                HandoverMoment.BEFORE_ANSWER,
                                ((HandoverComplete) arguments[1]).shardId());
                    }
                },
                (method, arguments, none) -> {
                    if (isAnswer(method, arguments)) {
                        observer.parent(
                                HandoverMoment.ANSWERED,
                                ((HandoverComplete) arguments[1]).shardId());
                    }
                });
    }

    private static boolean isAnswer(Method method, Object[] arguments) {
        return method.getName().equals("sendEventToSourceReader")
                && arguments[1] instanceof HandoverComplete;
    }

    private static Stream<String> shardsOf(Map<Integer, ? extends List<?>> assignment) {
        return assignment.values().stream()
                .flatMap(List::stream)
                .map(split -> ((DynamoDbStreamsSplit) split).splitId());
    }

    private SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> observed(
            SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> enumerator,
            SplitEnumeratorContext<DynamoDbStreamsSplit> context) {
        HandoverProbe observer = HandoverProbe.of(probe);
        return observed(
                SplitEnumerator.class,
                enumerator,
                (method, arguments, none) -> {
                    if (method.getName().equals("handleSourceEvent")
                            && arguments[1] instanceof ShardEndReached) {
                        observer.reporter(context, (Integer) arguments[0]);
                    }
                },
                (method, arguments, result) -> {
                    if (method.getName().equals("handleSourceEvent")
                            && arguments[1] instanceof ShardEndReached) {
                        observer.parent(
                                HandoverMoment.REPORT_HEARD,
                                ((ShardEndReached) arguments[1]).shardId());
                    } else if (method.getName().equals("snapshotState")) {
                        observer.enumeratorSnapshot((Long) arguments[0], (EnumeratorState) result);
                    }
                });
    }

    @Override
    public SourceReader<String, DynamoDbStreamsSplit> createReader(SourceReaderContext context)
            throws Exception {
        HandoverProbe observer = HandoverProbe.of(probe);
        SourceReaderContext observedContext =
                observed(
                        SourceReaderContext.class,
                        context,
                        (method, arguments, none) ->
                                report(observer, HandoverMoment.BEFORE_REPORT, method, arguments),
                        (method, arguments, none) ->
                                report(observer, HandoverMoment.REPORTED, method, arguments));
        return observed(source.createReader(observedContext));
    }

    private static void report(
            HandoverProbe observer, HandoverMoment moment, Method method, Object[] arguments) {
        if (method.getName().equals("sendSourceEventToCoordinator")
                && arguments[0] instanceof ShardEndReached) {
            observer.parent(moment, ((ShardEndReached) arguments[0]).shardId());
        }
    }

    private SourceReader<String, DynamoDbStreamsSplit> observed(
            SourceReader<String, DynamoDbStreamsSplit> reader) {
        HandoverProbe observer = HandoverProbe.of(probe);
        return observed(
                SourceReader.class,
                reader,
                (method, arguments, none) -> {
                    if (method.getName().equals("handleSourceEvents")
                            && arguments[0] instanceof Poison) {
                        throw observer.failure();
                    } else if (method.getName().equals("snapshotState")) {
                        observer.beforeReaderSnapshot((Long) arguments[0]);
                    }
                },
                (method, arguments, result) -> {
                    if (method.getName().equals("addSplits")) {
                        for (Object split : (List<?>) arguments[0]) {
                            observer.child(
                                    HandoverMoment.CHILDREN_TAKEN,
                                    ((DynamoDbStreamsSplit) split).splitId());
                        }
                    } else if (method.getName().equals("handleSourceEvents")
                            && arguments[0] instanceof HandoverComplete) {
                        observer.parent(
                                HandoverMoment.PARENT_DROPPED,
                                ((HandoverComplete) arguments[0]).shardId());
                    } else if (method.getName().equals("snapshotState")) {
                        observer.readerSnapshot((Long) arguments[0], (List<?>) result);
                    }
                });
    }

    /** Makes the reader that gets it fail. */
    static final class Poison implements SourceEvent {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SimpleVersionedSerializer<DynamoDbStreamsSplit> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return source.getProducedType();
    }
}
