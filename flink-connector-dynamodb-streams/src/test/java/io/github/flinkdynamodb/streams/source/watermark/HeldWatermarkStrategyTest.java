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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a wrapped strategy lets pass, and when. */
@OnEachFlink
class HeldWatermarkStrategyTest {

    private final WatermarkHold hold = new WatermarkHold();
    private final Output output = new Output();
    private long nanos;

    @Test
    void withoutAHoldWatermarksPassAsTheyAre() {
        WatermarkGenerator<Long> generator = generator(ascending());

        generator.onEvent(5L, 5, output);
        generator.onPeriodicEmit(output);

        assertThat(output.events).containsExactly("5");
    }

    @Test
    void nothingIsEmittedWhileTheyAreHeldAndTheNewestOnceTheyAreReleased() {
        hold.hold();
        WatermarkGenerator<Long> generator = generator(ascending());
        generator.onEvent(5L, 5, output);
        generator.onPeriodicEmit(output);
        generator.onEvent(7L, 7, output);
        List<String> held = List.copyOf(output.events);

        hold.release();
        generator.onPeriodicEmit(output);

        assertThat(held).isEmpty();
        assertThat(output.events).containsExactly("7");
    }

    @Test
    void aWatermarkThatWasDueWithAnEventIsMadeUpForWithTheNextChance() {
        hold.hold();
        WatermarkGenerator<Long> first = generator(punctuated());
        WatermarkGenerator<Long> second = generator(punctuated());
        for (long event : List.of(5L, 9L, 7L)) {
            first.onEvent(event, event, output);
            second.onEvent(event, event, output);
        }
        List<String> held = List.copyOf(output.events);

        hold.release();
        first.onPeriodicEmit(output);
        second.onEvent(11L, 11, output);
        first.onPeriodicEmit(output);

        assertThat(held).isEmpty();
        assertThat(output.events).containsExactly("9", "9", "11");
    }

    @Test
    void idlenessIsHeldTooAndCountedFromTheReleaseOn() {
        hold.hold();
        WatermarkGenerator<Long> generator =
                generator(WatermarkStrategy.forGenerator(context -> new Idling()));
        for (int i = 0; i < 10; i++) {
            generator.onPeriodicEmit(output);
        }
        List<String> held = List.copyOf(output.events);

        hold.release();
        generator.onPeriodicEmit(output);
        List<String> atOnce = List.copyOf(output.events);
        generator.onPeriodicEmit(output);

        assertThat(held).isEmpty();
        assertThat(atOnce).isEmpty();
        assertThat(output.events).containsExactly("idle");
    }

    @Test
    void whatIsAddedToAHeldStrategyIsHeldToo() {
        hold.hold();
        WatermarkStrategy<Long> held = new HeldWatermarkStrategy<>(ascending(), hold);
        List<WatermarkStrategy<Long>> extended =
                List.of(
                        held.withIdleness(Duration.ofMillis(1)),
                        held.withTimestampAssigner((event, time) -> event + 1),
                        held.withTimestampAssigner(context -> (event, time) -> event + 1),
                        held.withWatermarkAlignment("g", Duration.ofSeconds(1)),
                        held.withWatermarkAlignment(
                                "g", Duration.ofSeconds(1), Duration.ofSeconds(2)));

        for (WatermarkStrategy<Long> strategy : extended) {
            WatermarkGenerator<Long> generator = strategy.createWatermarkGenerator(context());
            generator.onEvent(5L, 5, output);
            for (int i = 0; i < 3; i++) {
                nanos += 1_000_000_000L;
                generator.onPeriodicEmit(output);
            }
        }

        assertThat(output.events).isEmpty();
        assertThat(extended.get(1).createTimestampAssigner(() -> group()).extractTimestamp(5L, 0))
                .isEqualTo(6);
        assertThat(extended.get(2).createTimestampAssigner(() -> group()).extractTimestamp(5L, 0))
                .isEqualTo(6);
        assertThat(extended.get(4).getAlignmentParameters().getUpdateInterval()).isEqualTo(2_000);
        assertThat(held.getAlignmentParameters().isEnabled()).isFalse();
    }

    @Test
    void theTimestampsOfTheElementsAreThoseOfTheStrategy() {
        TimestampAssigner<Long> assigner =
                new HeldWatermarkStrategy<>(
                                ascending().withTimestampAssigner((event, time) -> event * 2), hold)
                        .createTimestampAssigner(() -> group());

        assertThat(assigner.extractTimestamp(5L, 1)).isEqualTo(10);
    }

    @Test
    void aHoldKnowsWhetherAnyGeneratorAsksIt() {
        hold.hold();
        boolean before = hold.isEffective();
        generator(WatermarkStrategy.noWatermarks());
        boolean with = hold.isEffective();

        hold.hold();

        assertThat(before).isFalse();
        assertThat(with).isTrue();
        assertThat(hold.isEffective()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAlignedReadersOwnOutputIsIdleOnceAfterAWatermarkOfItsOwn(boolean aligned) {
        hold.hold();
        WatermarkStrategy<Long> strategy =
                aligned
                        ? ascending().withWatermarkAlignment("g", Duration.ofSeconds(1))
                        : ascending();
        WatermarkGenerator<Long> main = generator(strategy);
        WatermarkGenerator<Long> ofSplit = generator(strategy);
        hold.release();
        hold.leastEmitted();

        ofSplit.onPeriodicEmit(output);
        List<String> bySplit = List.copyOf(output.events);
        main.onPeriodicEmit(output);
        main.onPeriodicEmit(output);

        assertThat(bySplit).isEmpty();
        assertThat(output.events).isEqualTo(aligned ? List.of("idle") : List.of());
    }

    @Test
    void aStrategyIsRequired() {
        assertThatThrownBy(() -> new HeldWatermarkStrategy<Long>(null, hold))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("strategy");
    }

    private static WatermarkStrategy<Long> ascending() {
        return WatermarkStrategy.forGenerator(context -> new Ascending());
    }

    private static WatermarkStrategy<Long> punctuated() {
        return WatermarkStrategy.forGenerator(context -> new Punctuated());
    }

    private WatermarkGenerator<Long> generator(WatermarkStrategy<Long> strategy) {
        return new HeldWatermarkStrategy<>(strategy, hold).createWatermarkGenerator(context());
    }

    private static MetricGroup group() {
        return new UnregisteredMetricsGroup();
    }

    /** The newest Flink asks it for a clock whose class the oldest doesn't have. */
    private WatermarkGeneratorSupplier.Context context() {
        return proxy(
                WatermarkGeneratorSupplier.Context.class,
                method ->
                        method.getReturnType() == MetricGroup.class
                                ? group()
                                : proxy(method.getReturnType(), time -> nanos));
    }

    private static <I> I proxy(Class<I> type, Function<Method, Object> results) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> results.apply(method)));
    }

    /** Emits the newest time periodically. */
    private static final class Ascending implements WatermarkGenerator<Long> {
        private long newest = Long.MIN_VALUE;

        @Override
        public void onEvent(Long event, long eventTimestamp, WatermarkOutput out) {
            newest = Math.max(newest, event);
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput out) {
            if (newest != Long.MIN_VALUE) {
                out.emitWatermark(new Watermark(newest));
            }
        }
    }

    /** Emits a watermark with each event. */
    private static final class Punctuated implements WatermarkGenerator<Long> {
        @Override
        public void onEvent(Long event, long eventTimestamp, WatermarkOutput out) {
            out.markActive();
            out.emitWatermark(new Watermark(event));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput out) {}
    }

    /** Is idle when it is asked for the second time. */
    private static final class Idling implements WatermarkGenerator<Long> {
        private boolean asked;

        @Override
        public void onEvent(Long event, long eventTimestamp, WatermarkOutput out) {}

        @Override
        public void onPeriodicEmit(WatermarkOutput out) {
            if (asked) {
                out.markIdle();
            }
            asked = true;
        }
    }

    private static final class Output implements WatermarkOutput {
        private final List<String> events = new ArrayList<>();

        @Override
        public void emitWatermark(Watermark watermark) {
            events.add(Long.toString(watermark.getTimestamp()));
        }

        @Override
        public void markIdle() {
            events.add("idle");
        }

        @Override
        public void markActive() {}
    }
}
