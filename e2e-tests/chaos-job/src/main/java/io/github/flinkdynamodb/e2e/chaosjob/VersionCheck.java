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
package io.github.flinkdynamodb.e2e.chaosjob;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps a {@link Tally} of each item, and gives its row with the item's last change, and with any
 * that comes after it although it shouldn't: {@code
 * key,newest,received,duplicates,outOfOrder,missing,scanned,wrong}.
 *
 * <p>Its metric {@code checked} counts the changes that came since the task was started.
 */
final class VersionCheck extends KeyedProcessFunction<String, Change, String> {

    private static final long serialVersionUID = 1L;

    private transient ValueState<long[]> tallies;
    private transient Counter checked;

    @Override
    public void open(OpenContext context) {
        tallies =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "tallies",
                                        PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        checked = getRuntimeContext().getMetricGroup().counter("checked");
    }

    @Override
    public void processElement(Change change, Context context, Collector<String> out)
            throws Exception {
        Tally tally = new Tally(tallies.value());
        if (change.scanned) {
            tally.addScanned(change.version);
        } else {
            tally.add(change.version);
        }
        if (change.last) {
            tally.noteLast();
        }
        tallies.update(tally.state());

        checked.inc();
        if (tally.isLastSeen()) {
            out.collect(row(change.key, tally));
        }
    }

    private static String row(String key, Tally tally) {
        return String.join(
                ",",
                key,
                Long.toString(tally.newest()),
                Long.toString(tally.received()),
                Long.toString(tally.duplicates()),
                Long.toString(tally.outOfOrder()),
                Long.toString(tally.missing()),
                Long.toString(tally.scanned()),
                Long.toString(tally.stale()));
    }
}
