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
package io.github.flinkdynamodb.streams.source.model;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** Passes a task's records on to the model of the output. */
final class TaskOutput implements ReaderOutput<String> {

    private final TaskModel task;
    private final World world;

    TaskOutput(TaskModel task, World world) {
        this.task = task;
        this.world = world;
    }

    @Override
    public void collect(String element) {
        world.say("    subtask %d emits %s", task.subtask, element);
        world.output.emit(task, element);
    }

    @Override
    public void collect(String element, long timestamp) {
        collect(element);
    }

    @Override
    public SourceOutput<String> createOutputForSplit(String splitId) {
        return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        task.splitGone(splitId);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        world.say("    subtask %d emits %s", task.subtask, watermark);
        world.output.watermark(task);
    }

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
}
