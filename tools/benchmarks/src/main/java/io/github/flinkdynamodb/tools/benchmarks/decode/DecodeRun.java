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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import java.util.concurrent.TimeUnit;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One operation is a record: both its rows are made, and sent on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeRun {

    /** Who makes the rows: the SDK's objects and a converter, or the connector. */
    @Param({"sdk", "connector"})
    public String maker;

    /** Whether all items have all attributes in the same order, or any of them in any order. */
    @Param({"uniform", "mixed"})
    public String items;

    /** How many of the ten columns are wanted. */
    @Param({"10", "3"})
    public int columns;

    /** What follows: nothing, an operator that gets a copy, or one that is reached by a shuffle. */
    @Param({"none", "copy", "shuffle"})
    public String hop;

    private RowMaker rows;
    private RowDataSerializer serializer;
    private final DataOutputSerializer output = new DataOutputSerializer(1024);
    private final DataInputDeserializer input = new DataInputDeserializer();

    /** Makes the page and what reads it. */
    @Setup
    public void prepare() {
        byte[] page = DecodePage.of(items.equals("mixed"));
        rows =
                maker.equals("sdk")
                        ? new SdkRows(page, DecodePage.names(columns), DecodePage.types(columns))
                        : new ConnectorRows(
                                page, DecodePage.names(columns), DecodePage.types(columns));
        serializer = new RowDataSerializer(DecodePage.types(columns));
    }

    /**
     * Reads the page.
     *
     * @param blackhole takes the rows
     * @throws Exception if a row can't be made
     */
    @Benchmark
    @OperationsPerInvocation(DecodePage.RECORDS)
    public void decode(Blackhole blackhole) throws Exception {
        switch (hop) {
            case "copy":
                rows.make(row -> blackhole.consume(serializer.copy(row)));
                break;
            case "shuffle":
                rows.make(row -> blackhole.consume(shuffled(row)));
                break;
            default:
                rows.make(blackhole::consume);
        }
    }

    private RowData shuffled(RowData row) throws Exception {
        output.clear();
        serializer.serialize(row, output);
        input.setBuffer(output.getSharedBuffer(), 0, output.length());
        return serializer.deserialize(input);
    }
}
