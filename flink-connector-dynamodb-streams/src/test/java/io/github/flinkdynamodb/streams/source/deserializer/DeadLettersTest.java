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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

@OnEachFlink
class DeadLettersTest {

    private final DeadLetterSchema<Either<DeadLetter, String>> wrapped =
            DeadLetters.wrap(new LimitedSchema());

    private static ChangeRecord record() {
        return ChangeRecordJson.decode(new byte[] {'{', '}'}, null, null);
    }

    @Test
    void elementsAreOnTheRightAndDeadLettersOnTheLeft() throws Exception {
        DeadLetter letter =
                new DeadLetterBuilder(DeadLetter.Origin.STREAM)
                        .record(new ByteSlice(new byte[0], 0, 0))
                        .location("here")
                        .cause(new IllegalStateException())
                        .build();
        List<Either<DeadLetter, String>> out = new ArrayList<>();
        wrapped.open(null);

        wrapped.deserialize(record(), new ListCollector<>(out));
        wrapped.deserializeRejected(record(), letter, new ListCollector<>(out));

        assertThat(out).containsExactly(Either.Right("element"), Either.Left(letter));
    }

    @Test
    void whatTheSchemaSaysAndThrowsIsPassedOn() throws Exception {
        wrapped.open(null);
        assertThat(wrapped.requirements()).isSameAs(LimitedSchema.REQUIREMENTS);
        assertThat(wrapped.attributes()).isSameAs(LimitedSchema.ATTRIBUTES);
        assertThat(wrapped.isSatisfied()).isFalse();

        wrapped.deserialize(record(), new ListCollector<>(new ArrayList<>()));

        assertThat(wrapped.isSatisfied()).isTrue();
        assertThatThrownBy(
                        () -> wrapped.deserialize(record(), new ListCollector<>(new ArrayList<>())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("one is enough");
    }

    @Test
    void theSplitHasTheStreamsParallelismAndTheSchemasType() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(4);
        SingleOutputStreamOperator<Either<DeadLetter, String>> stream =
                env.fromSequence(1, 2)
                        .map(number -> Either.<DeadLetter, String>Right("element"))
                        .returns(wrapped.getProducedType())
                        .setParallelism(2);

        SingleOutputStreamOperator<String> elements = DeadLetters.split(stream);

        assertThat(elements.getParallelism()).isEqualTo(2);
        assertThat(elements.getType()).isEqualTo(Types.STRING);
        assertThat(elements.getSideOutput(DeadLetters.TAG).getType())
                .isEqualTo(DeadLetterTypeInfo.INSTANCE);
        assertThat(wrapped.getProducedType())
                .isEqualTo(new EitherTypeInfo<>(DeadLetterTypeInfo.INSTANCE, Types.STRING));
    }

    /** Makes one element and then fails. */
    private static final class LimitedSchema
            implements DynamoDbStreamsDeserializationSchema<String> {

        static final StreamRequirements REQUIREMENTS = StreamRequirements.none();
        static final AttributeSelection ATTRIBUTES = AttributeSelection.ofNewImage("a");

        private static final long serialVersionUID = 1L;

        private boolean hasEnough;

        @Override
        public StreamRequirements requirements() {
            return REQUIREMENTS;
        }

        @Override
        public AttributeSelection attributes() {
            return ATTRIBUTES;
        }

        @Override
        public boolean isSatisfied() {
            return hasEnough;
        }

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            if (hasEnough) {
                throw new IllegalStateException("one is enough");
            }
            out.collect("element");
            hasEnough = true;
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
