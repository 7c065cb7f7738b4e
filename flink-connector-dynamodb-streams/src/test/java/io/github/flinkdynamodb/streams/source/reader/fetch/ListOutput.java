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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;

/** Collects elements; a reader has nothing else to put out. */
class ListOutput<T> implements SourceOutput<T> {

    private final List<T> elements;

    ListOutput(List<T> elements) {
        this.elements = elements;
    }

    @Override
    public void collect(T element) {
        elements.add(element);
    }

    @Override
    public void collect(T element, long timestamp) {
        elements.add(element);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        throw new AssertionError("the reader emits no watermarks of its own");
    }

    @Override
    public void markIdle() {
        throw new AssertionError("the reader marks nothing idle");
    }

    @Override
    public void markActive() {
        throw new AssertionError("the reader marks nothing active");
    }
}
