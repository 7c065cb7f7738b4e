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
package io.github.flinkdynamodb.tools.quickstart;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts the changes of each order in Flink's state, and passes items of the table. A change that
 * the state saw twice or never makes the counts of all later changes of its order wrong.
 */
final class ChangeCounter extends KeyedProcessFunction<String, OrderChange, OrderChange> {

    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
        count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Long.class));
    }

    @Override
    public void processElement(OrderChange change, Context context, Collector<OrderChange> out)
            throws Exception {
        if (change.isItem()) {
            out.collect(change);
            return;
        }
        Long before = count.value();
        long now = before == null ? 1 : before + 1;
        count.update(now);
        out.collect(change.withCount(now));
    }
}
