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
package io.github.flinkdynamodb.streams.source.deserializer;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends the records that a schema rejects to a side output. A source has no side outputs of its
 * own: it emits dead letters between the elements, and an operator behind it parts them.
 *
 * <pre>{@code
 * DynamoDbStreamsSource<Either<DeadLetter, Order>> source =
 *         DynamoDbStreamsSource.<Either<DeadLetter, Order>>builder()
 *                 .setTableName("orders")
 *                 .setDecodeErrorPolicy(DecodeErrorPolicy.DEAD_LETTER)
 *                 .setDeserializer(DeadLetters.wrap(new OrderSchema()))
 *                 .build();
 * SingleOutputStreamOperator<Order> orders =
 *         DeadLetters.split(env.fromSource(source, watermarks, "orders"));
 * DataStream<DeadLetter> rejected = orders.getSideOutput(DeadLetters.TAG);
 * }</pre>
 */
@PublicEvolving
public final class DeadLetters {

    /** The side output of {@link #split}. */
    public static final OutputTag<DeadLetter> TAG =
            new OutputTag<>("dead-letters", DeadLetterTypeInfo.INSTANCE);

    private DeadLetters() {}

    /**
     * Has a schema emit what it rejects as dead letters, if {@code scan.on-decode-error} is {@code
     * dead-letter}. With another policy nothing but its own elements is emitted.
     *
     * @param schema the schema, not null
     * @param <T> the type of its elements
     * @return the schema whose elements are those on the right, and its dead letters on the left
     */
    public static <T> DeadLetterSchema<Either<DeadLetter, T>> wrap(
            DynamoDbStreamsDeserializationSchema<T> schema) {
        return new EitherSchema<>(schema);
    }

    /**
     * Parts dead letters from elements, behind a source with a {@link #wrap wrapped} schema. The
     * operator has the stream's parallelism, no state, and is chained to the source.
     *
     * @param stream what the source emits, not null, with its parallelism set
     * @param <T> the type of the elements
     * @return the elements; their side output {@link #TAG} has the dead letters
     * @throws IllegalArgumentException if the stream isn't of a wrapped schema's type
     */
    public static <T> SingleOutputStreamOperator<T> split(
            DataStream<Either<DeadLetter, T>> stream) {
        if (!(stream.getType() instanceof EitherTypeInfo)) {
            throw new IllegalArgumentException(
                    "DeadLetters.split(...) expects a stream of Either, as a source with"
                            + " DeadLetters.wrap(...) emits it, but found "
                            + stream.getType());
        }
        TypeInformation<T> type = ((EitherTypeInfo<DeadLetter, T>) stream.getType()).getRightType();
        SingleOutputStreamOperator<T> elements =
                stream.process(new Split<>()).returns(type).name("dead-letters");
        if (elements.getParallelism() != stream.getParallelism()) {
            elements.setParallelism(stream.getParallelism());
        }
        return elements;
    }

    private static final class Split<T> extends ProcessFunction<Either<DeadLetter, T>, T> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(
                Either<DeadLetter, T> element, Context context, Collector<T> out) {
            if (element.isLeft()) {
                context.output(TAG, element.left());
            } else {
                out.collect(element.right());
            }
        }
    }
}
