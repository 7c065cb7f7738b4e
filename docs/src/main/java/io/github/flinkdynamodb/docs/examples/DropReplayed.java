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
package io.github.flinkdynamodb.docs.examples;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Drops the changes of an item that it has let pass before. Keyed by the item's key. */
public class DropReplayed extends KeyedProcessFunction<String, OrderChange, OrderChange> {

    private static final long serialVersionUID = 1L;

    private transient ValueState<String> last;

    @Override
    public void open(OpenContext context) {
        ValueStateDescriptor<String> descriptor =
                new ValueStateDescriptor<>("last sequence number", Types.STRING);
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofDays(2)).build());
        last = getRuntimeContext().getState(descriptor);
    }

    @Override
    public void processElement(OrderChange change, Context context, Collector<OrderChange> out)
            throws Exception {
        String before = last.value();
        SequenceNumber current = SequenceNumber.of(change.sequenceNumber);
        if (before == null || current.compareTo(SequenceNumber.of(before)) > 0) {
            last.update(change.sequenceNumber);
            out.collect(change);
        }
    }
}
