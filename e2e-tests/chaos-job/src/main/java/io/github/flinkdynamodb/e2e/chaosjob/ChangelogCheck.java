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
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Keeps the row that stands of each item, and checks each row that comes against it: one that is
 * taken back must be the one that stands, and the one that replaces it must be of the next version.
 * Returns the item's row with its last version, in the form of {@link VersionCheck}'s.
 */
final class ChangelogCheck extends KeyedProcessFunction<String, Row, String> {

    private static final long serialVersionUID = 1L;

    /** No row stands, and none has. */
    private static final long NONE = -1;

    private transient ValueState<long[]> standing;

    @Override
    public void open(OpenContext context) {
        standing =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "standing",
                                        PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Row row, Context context, Collector<String> out) throws Exception {
        Standing item = new Standing(standing.value());
        item.take(row.getKind(), row.getFieldAs("v"));
        standing.update(item.state);
        boolean isLast = row.getFieldAs("is_last");
        if (isLast && item.stands()) {
            out.collect(item.verdict(row.getFieldAs("pk")));
        }
    }

    /** What stands of an item, and what was amiss. */
    static final class Standing {
        private static final int VERSION = 0;
        private static final int STANDS = 1;
        private static final int GAPS = 2;
        private static final int WRONG = 3;

        private final long[] state;

        Standing(long[] state) {
            this.state = state == null ? new long[] {NONE, 0, 0, 0} : state;
        }

        boolean stands() {
            return state[STANDS] == 1;
        }

        void take(RowKind kind, long version) {
            switch (kind) {
                case INSERT:
                    stand(version, !stands() && state[VERSION] == NONE);
                    break;
                case UPDATE_AFTER:
                    state[GAPS] += version == state[VERSION] + 1 ? 0 : 1;
                    stand(version, !stands() && state[VERSION] != NONE);
                    break;
                default:
                    state[WRONG] += stands() && version == state[VERSION] ? 0 : 1;
                    state[STANDS] = 0;
            }
        }

        private void stand(long version, boolean right) {
            state[WRONG] += right ? 0 : 1;
            state[VERSION] = version;
            state[STANDS] = 1;
        }

        String verdict(String key) {
            String newest = Long.toString(state[VERSION]);
            return String.join(
                    ",",
                    key,
                    newest,
                    newest,
                    "0",
                    "0",
                    Long.toString(state[GAPS]),
                    "1",
                    Long.toString(state[WRONG]));
        }
    }
}
