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
package io.github.flinkdynamodb.streams.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.junit.jupiter.api.Test;

/**
 * No push-down is forgotten, neither by another nor by a copy; a new field makes these tests fail.
 */
@OnEachFlink
class PushedDownTest {

    private static final DataType PHYSICAL =
            DataTypes.ROW(
                    DataTypes.FIELD("a", DataTypes.INT()), DataTypes.FIELD("b", DataTypes.INT()));
    private static final DataType PRODUCED = DataTypes.ROW(DataTypes.FIELD("b", DataTypes.INT()));
    private static final WatermarkStrategy<RowData> STRATEGY =
            WatermarkStrategy.forMonotonousTimestamps();

    /** One of each method, by its name. */
    private static final Map<String, UnaryOperator<PushedDown>> STEPS = new LinkedHashMap<>();

    static {
        STEPS.put("withProjection", p -> p.withProjection(new int[][] {{1}}, PRODUCED));
        STEPS.put("withMetadata", p -> p.withMetadata(List.of(metadata()), PRODUCED));
        STEPS.put("withWatermarks", p -> p.withWatermarks(STRATEGY));
        STEPS.put("withSourceWatermarks", PushedDown::withSourceWatermarks);
        STEPS.put(
                "withConditions",
                p -> p.withConditions(List.of(RowCondition.eventName(true, "INSERT"))));
        STEPS.put("withLimit", p -> p.withLimit(5));
    }

    private static MetadataColumn metadata() {
        return new MetadataColumn(ReadableMetadata.KEYS, "keys", DataTypes.STRING());
    }

    private static PushedDown none() {
        return PushedDown.none(new TableColumns(PHYSICAL, List.of(), List.of(), false));
    }

    private static List<Field> fields() {
        List<Field> fields =
                Stream.of(PushedDown.class.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .collect(Collectors.toList());
        fields.forEach(field -> field.setAccessible(true));
        return fields;
    }

    private static Set<String> differing(PushedDown a, PushedDown b) throws Exception {
        Set<String> names = new TreeSet<>();
        for (Field field : fields()) {
            if (!Objects.deepEquals(field.get(a), field.get(b))) {
                names.add(field.getName());
            }
        }
        return names;
    }

    @Test
    void everyWithMethodIsTestedHere() {
        Set<String> methods =
                Stream.of(PushedDown.class.getDeclaredMethods())
                        .map(Method::getName)
                        .filter(name -> name.startsWith("with"))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(STEPS.keySet()).containsExactlyInAnyOrderElementsOf(methods);
    }

    @Test
    void everyFieldIsSetByAStep() throws Exception {
        Set<String> set = new TreeSet<>();
        for (UnaryOperator<PushedDown> step : STEPS.values()) {
            set.addAll(differing(none(), step.apply(none())));
        }

        assertThat(set)
                .containsExactlyInAnyOrderElementsOf(
                        fields().stream().map(Field::getName).collect(Collectors.toSet()));
    }

    @Test
    void eachFieldCountsInEqualsAndHashCode() throws Exception {
        for (Map.Entry<String, UnaryOperator<PushedDown>> step : STEPS.entrySet()) {
            assertThat(step.getValue().apply(none()))
                    .as(step.getKey())
                    .isEqualTo(step.getValue().apply(none()))
                    .hasSameHashCodeAs(step.getValue().apply(none()));
        }
        for (Field field : fields()) {
            PushedDown other = withOnly(field);

            assertThat(differing(other, none())).containsExactly(field.getName());
            assertThat(other).isNotEqualTo(none()).doesNotHaveSameHashCodeAs(none());
        }
    }

    /** Like no push-down at all, but for one field. */
    private static PushedDown withOnly(Field field) throws Exception {
        PushedDown value = none();
        for (UnaryOperator<PushedDown> step : STEPS.values()) {
            Object changed = field.get(step.apply(none()));
            if (!Objects.deepEquals(changed, field.get(none()))) {
                field.set(value, changed);
            }
        }
        return value;
    }

    @Test
    void noStepForgetsAnother() throws Exception {
        for (UnaryOperator<PushedDown> first : STEPS.values()) {
            for (UnaryOperator<PushedDown> second : STEPS.values()) {
                PushedDown before = first.apply(none());

                Set<String> lost = differing(before, second.apply(before));
                lost.removeAll(differing(none(), second.apply(none())));
                assertThat(lost).isEmpty();
            }
        }
    }

    @Test
    void stepsLeaveTheValueAlone() throws Exception {
        PushedDown value = none();

        STEPS.values().forEach(step -> assertThat(step.apply(value)).isNotEqualTo(value));

        assertThat(differing(value, none())).isEmpty();
    }

    @Test
    void aCopyOfTheSourceHasEverything() {
        for (Map.Entry<String, UnaryOperator<PushedDown>> step : STEPS.entrySet()) {
            PushedDown pushedDown = step.getValue().apply(none());

            assertThat(new DynamoDbStreamsDynamicTableSource(null, pushedDown).copy())
                    .as(step.getKey())
                    .hasFieldOrPropertyWithValue("pushedDown", pushedDown);
        }
    }

    @Test
    void theSourceHasNoOtherStateThanTheTableAndWhatIsPushedDown() {
        assertThat(DynamoDbStreamsDynamicTableSource.class.getDeclaredFields())
                .filteredOn(field -> !Modifier.isStatic(field.getModifiers()))
                .extracting(Field::getName)
                .containsExactlyInAnyOrder("scan", "pushedDown");
    }
}
