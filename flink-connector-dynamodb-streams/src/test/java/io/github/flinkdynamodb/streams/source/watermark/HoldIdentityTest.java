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
package io.github.flinkdynamodb.streams.source.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import java.lang.reflect.Field;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.operators.SourceOperatorFactory;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** A source and its held strategy have the same hold in each subtask, as Flink sends them there. */
@OnEachFlink
class HoldIdentityTest {

    @Test
    void aSubtasksSourceAndStrategyShareOneHoldThatIsNotThatOfAnotherSubtask() throws Exception {
        // Given what Flink keeps in a job's configuration
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setTableName("orders")
                        .setRegion("eu-west-1")
                        .setDeserializer(JsonStringDeserializationSchema.plainJson())
                        .build();
        byte[] operator =
                InstantiationUtil.serializeObject(
                        new SourceOperatorFactory<>(
                                source, source.holdWatermarks(WatermarkStrategy.noWatermarks())));

        // When two subtasks take it
        Subtask first = new Subtask(operator);
        Subtask second = new Subtask(operator);
        first.ofSource.hold();
        first.strategy.createWatermarkGenerator(null);

        // Then
        assertThat(first.ofSource.isEffective()).isTrue();
        assertThat(first.ofStrategy).isSameAs(first.ofSource);
        assertThat(first.ofStrategy.isHolding()).isTrue();
        assertThat(second.ofStrategy).isSameAs(second.ofSource).isNotSameAs(first.ofSource);
        assertThat(second.ofStrategy.isHolding()).isFalse();
    }

    private static final class Subtask {
        final WatermarkStrategy<?> strategy;
        final WatermarkHold ofSource;
        final WatermarkHold ofStrategy;

        Subtask(byte[] operator) throws Exception {
            Object factory =
                    InstantiationUtil.deserializeObject(
                            operator, HoldIdentityTest.class.getClassLoader());
            strategy = (WatermarkStrategy<?>) field(factory, "watermarkStrategy");
            ofSource = (WatermarkHold) field(field(factory, "source"), "hold");
            ofStrategy = (WatermarkHold) field(strategy, "hold");
        }

        private static Object field(Object owner, String name) throws Exception {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        }
    }
}
