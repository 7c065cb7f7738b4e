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

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.apache.flink.util.Preconditions;

/**
 * Emits the elements of another schema, or a dead letter of what that rejects.
 *
 * @param <T> the type of the other schema's elements
 */
final class EitherSchema<T> implements DeadLetterSchema<Either<DeadLetter, T>> {

    private static final long serialVersionUID = 1L;

    private final DynamoDbStreamsDeserializationSchema<T> schema;

    private transient RightCollector<T> elements;

    EitherSchema(DynamoDbStreamsDeserializationSchema<T> schema) {
        this.schema = Preconditions.checkNotNull(schema, "schema");
    }

    @Override
    public void open(InitializationContext context) throws Exception {
        schema.open(context);
        elements = new RightCollector<>();
    }

    @Override
    public StreamRequirements requirements() {
        return schema.requirements();
    }

    @Override
    public AttributeSelection attributes() {
        return schema.attributes();
    }

    @Override
    public boolean isSatisfied() {
        return schema.isSatisfied();
    }

    @Override
    public void deserialize(ChangeRecord record, Collector<Either<DeadLetter, T>> out)
            throws Exception {
        elements.out = out;
        schema.deserialize(record, elements);
    }

    @Override
    public void deserializeRejected(
            ChangeRecord record, DeadLetter letter, Collector<Either<DeadLetter, T>> out) {
        out.collect(Either.Left(letter));
    }

    @Override
    public TypeInformation<Either<DeadLetter, T>> getProducedType() {
        return new EitherTypeInfo<>(DeadLetterTypeInfo.INSTANCE, schema.getProducedType());
    }

    private static final class RightCollector<T> implements Collector<T> {

        private Collector<Either<DeadLetter, T>> out;

        @Override
        public void collect(T element) {
            out.collect(Either.Right(element));
        }

        @Override
        public void close() {}
    }
}
