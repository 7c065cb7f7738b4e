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
package io.github.flinkdynamodb.streams.source.it;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * One job of many bounded sources, which takes no longer than the slowest of them. What a source
 * gives goes through its type's serializer before it is kept.
 */
final class BoundedJob {

    private final StreamExecutionEnvironment env = LocalJobs.environmentWithoutRestarts();
    private final String name;

    BoundedJob(String name) {
        this.name = name;
    }

    BoundedJob in(RuntimeExecutionMode mode) {
        env.setRuntimeMode(mode);
        return this;
    }

    /** Adds a source, whose elements are kept under a label. */
    <T> BoundedJob read(String label, DynamoDbStreamsSource<T> source) {
        env.fromSource(source, WatermarkStrategy.noWatermarks(), label)
                .setParallelism(1)
                .rebalance()
                .map(new Gather<T>(key(label)))
                .returns(source.getProducedType())
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return this;
    }

    JobClient start() throws Exception {
        return env.executeAsync(name);
    }

    /** Runs the job until it ends by itself. */
    void finish() throws Exception {
        LocalJobs.awaitEnd(start());
    }

    /** What a source has given. */
    <T> List<T> taken(String label) {
        return Gather.taken(key(label));
    }

    private String key(String label) {
        return name + "/" + label;
    }
}
