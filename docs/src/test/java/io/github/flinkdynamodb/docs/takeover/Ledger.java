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
package io.github.flinkdynamodb.docs.takeover;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Writes down in its state what it has seen. The state goes from one job to the next; what is read
 * twice stands there twice.
 */
final class Ledger extends RichMapFunction<String, String> implements CheckpointedFunction {

    static final String UID = "ledger";

    private static final long serialVersionUID = 1L;
    private static volatile List<String> entries = new ArrayList<>();

    private transient ListState<String> state;

    /** What the state of the last job has seen. */
    static List<String> read() {
        List<String> all = entries;
        synchronized (all) {
            return new ArrayList<>(all);
        }
    }

    /** Forgets what other jobs have seen. */
    static void clear() {
        entries = new ArrayList<>();
    }

    @Override
    public String map(String element) {
        synchronized (entries) {
            entries.add(element);
        }
        return element;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        state.update(entries);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("entries", Types.STRING));
        List<String> restored = new ArrayList<>();
        state.get().forEach(restored::add);
        entries = restored;
    }
}
