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
 * <p>Flink asks the generators of the splits first and that of the reader's own output last, and
 * the reader is idle only if both its splits and its own output are. So the latter may be idle
 * whenever it likes: if the splits have a watermark, that does nothing.
 *
 * @param <T> the type of the elements
 */
final class HeldGenerator<T> implements WatermarkGenerator<T> {

    private final WatermarkGenerator<T> generator;
    private final WatermarkHold hold;
    private final boolean isMain;
    private final Missed missed = new Missed();

    /**
     * Creates a generator that holds another.
     *
     * @param isMain whether it is that of the reader's own output, and not of a split
     */
    HeldGenerator(WatermarkGenerator<T> generator, WatermarkHold hold, boolean isMain) {
        this.generator = generator;
        this.hold = hold;
        this.isMain = isMain;
    }

    @Override
    public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {
        if (hold.isHolding()) {
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
            if (isMain && hold.takeIdleDue()) {
                output.markIdle();
            }
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
