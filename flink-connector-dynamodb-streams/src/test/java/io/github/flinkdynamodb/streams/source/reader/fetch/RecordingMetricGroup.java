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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A reader's metric group that a test can ask for what was registered. */
public final class RecordingMetricGroup extends UnregisteredMetricsGroup
        implements SourceReaderMetricGroup {

    private final Map<String, Object> metrics = new ConcurrentHashMap<>();
    private final Io io = new Io();
    private final Counter errors = new SimpleCounter();

    public long counted(String name) {
        return ((Counter) metrics.get(name)).getCount();
    }

    public long gauge(String name) {
        return ((Number) ((Gauge<?>) metrics.get(name)).getValue()).longValue();
    }

    public Histogram histogram(String name) {
        return (Histogram) metrics.get(name);
    }

    @Override
    public Counter counter(String name) {
        return counter(name, new SimpleCounter());
    }

    @Override
    public <C extends Counter> C counter(String name, C counter) {
        metrics.put(name, counter);
        return counter;
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
        metrics.put(name, gauge);
        return gauge;
    }

    @Override
    public <H extends Histogram> H histogram(String name, H histogram) {
        metrics.put(name, histogram);
        return histogram;
    }

    @Override
    public Counter getNumRecordsInErrorsCounter() {
        return errors;
    }

    @Override
    public void setPendingBytesGauge(Gauge<Long> gauge) {
        gauge("pendingBytes", gauge);
    }

    @Override
    public void setPendingRecordsGauge(Gauge<Long> gauge) {
        gauge("pendingRecords", gauge);
    }

    @Override
    public OperatorIOMetricGroup getIOMetricGroup() {
        return io;
    }

    private static final class Io extends UnregisteredMetricsGroup
            implements OperatorIOMetricGroup {
        private final Counter recordsIn = new SimpleCounter();
        private final Counter recordsOut = new SimpleCounter();
        private final Counter bytesIn = new SimpleCounter();
        private final Counter bytesOut = new SimpleCounter();

        @Override
        public Counter getNumRecordsInCounter() {
            return recordsIn;
        }

        @Override
        public Counter getNumRecordsOutCounter() {
            return recordsOut;
        }

        @Override
        public Counter getNumBytesInCounter() {
            return bytesIn;
        }

        @Override
        public Counter getNumBytesOutCounter() {
            return bytesOut;
        }
    }
}
