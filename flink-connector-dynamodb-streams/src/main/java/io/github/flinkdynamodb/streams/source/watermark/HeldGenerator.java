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

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * A generator that sees all events, and emits nothing as long as watermarks are held. It isn't
 * asked for periodic watermarks meanwhile: with the first ones afterwards it begins to count the
 * time without events. A watermark that it would have emitted with an event is made up for.
 *
 * @param <T> the type of the elements
 */
final class HeldGenerator<T> implements WatermarkGenerator<T> {

    private final WatermarkGenerator<T> generator;
    private final WatermarkHold hold;
    private final Missed missed = new Missed();

    HeldGenerator(WatermarkGenerator<T> generator, WatermarkHold hold) {
        this.generator = generator;
        this.hold = hold;
    }

    @Override
    public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {
        if (hold.isHolding()) {
            hold.eventHeld();
            generator.onEvent(event, eventTimestamp, missed);
        } else {
            missed.makeUp(output);
            generator.onEvent(event, eventTimestamp, output);
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        if (!hold.isHolding()) {
            missed.makeUp(output);
            generator.onPeriodicEmit(output);
        }
    }

    /** Keeps the newest watermark until it may be emitted. */
    private static final class Missed implements WatermarkOutput {
        private Watermark newest;

        @Override
        public void emitWatermark(Watermark watermark) {
            if (newest == null || watermark.getTimestamp() > newest.getTimestamp()) {
                newest = watermark;
            }
        }

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}

        void makeUp(WatermarkOutput output) {
            if (newest != null) {
                output.emitWatermark(newest);
                newest = null;
            }
        }
    }
}
