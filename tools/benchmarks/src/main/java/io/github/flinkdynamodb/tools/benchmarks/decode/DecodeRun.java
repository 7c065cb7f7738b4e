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

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.ChangeRecordDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One operation is a page: all that there is to make of it is made, and sent on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeRun {

    /** Who reads the page: the SDK, Jackson's parser alone, or the connector. */
    @Param({"sdk", "jackson", "connector"})
    public String maker;

    /** What a record becomes, see {@link DecodeCase#form}. */
    @Param({"record", "rows", "json", "dynamodb-json"})
    public String form;

    /** What the page holds. */
    @Param({"uniform", "mixed", "large", "deep", "numbers", "sets"})
    public String items;

    /** How many of the table's columns are wanted. */
    @Param("3")
    public int columns;

    /** What follows: nothing, an operator that gets a copy, or one that is reached by a shuffle. */
    @Param({"none", "copy", "shuffle"})
    public String hop;

    private Reading reading;

    /** Reads the page once. */
    private interface Reading {
        void read(Blackhole blackhole) throws Exception;
    }

    /** Creates the page and what reads it. */
    @Setup
    public void prepare() {
        DecodePage page = DecodePage.of(items);
        switch (form) {
            case "record":
                reading = records(page);
                break;
            case "json":
            case "dynamodb-json":
                Maker<String> texts = texts(maker, page, form.equals("dynamodb-json"));
                reading = blackhole -> texts.make(blackhole::consume);
                break;
            default:
                reading = rows(page);
        }
        if (maker.equals("jackson")) {
            Maker<Integer> tokens = new JacksonTokens(page.json());
            reading = blackhole -> tokens.make(blackhole::consume);
        }
    }

    /**
     * Reads the page.
     *
     * @param blackhole takes what is made
     * @throws Exception if it can't be made
     */
    @Benchmark
    public void decode(Blackhole blackhole) throws Exception {
        reading.read(blackhole);
    }

    /** The SDK's records are complete; the connector decodes images when it is asked for them. */
    private Reading records(DecodePage page) {
        if (maker.equals("sdk")) {
            SdkPage records = new SdkPage(page.json());
            return blackhole -> records.make(blackhole::consume);
        }
        Maker<ChangeRecord> records =
                new ConnectorRecords<>(page.json(), new ChangeRecordDeserializationSchema());
        return blackhole ->
                records.make(
                        record -> {
                            blackhole.consume(record.keys().attributes());
                            blackhole.consume(record.newImage().attributes());
                            blackhole.consume(record.oldImage().attributes());
                            blackhole.consume(record);
                        });
    }

    /** Who makes JSON text. */
    static Maker<String> texts(String maker, DecodePage page, boolean typed) {
        return maker.equals("sdk")
                ? new SdkJson(new SdkPage(page.json()), typed)
                : new ConnectorRecords<>(
                        page.json(),
                        typed
                                ? JsonStringDeserializationSchema.dynamoDbJson()
                                : JsonStringDeserializationSchema.plainJson());
    }

    /** Who makes rows. */
    static Maker<RowData> rows(String maker, DecodePage page, int columns) {
        LogicalType[] types = page.columnTypes(columns);
        return maker.equals("sdk")
                ? new SdkRows(new SdkPage(page.json()), page.columnNames(columns), types)
                : new ConnectorRows(page.json(), page.columnNames(columns), types);
    }

    private Reading rows(DecodePage page) {
        Maker<RowData> rows = rows(maker, page, columns);
        RowDataSerializer serializer = new RowDataSerializer(page.columnTypes(columns));
        switch (hop) {
            case "copy":
                return blackhole -> rows.make(row -> blackhole.consume(serializer.copy(row)));
            case "shuffle":
                Shuffle shuffle = new Shuffle(serializer);
                return blackhole -> rows.make(row -> blackhole.consume(shuffle.pass(row)));
            default:
                return blackhole -> rows.make(blackhole::consume);
        }
    }

    /** Writes a row, and reads it again. */
    private static final class Shuffle {

        private final RowDataSerializer serializer;
        private final DataOutputSerializer output = new DataOutputSerializer(1024);
        private final DataInputDeserializer input = new DataInputDeserializer();

        Shuffle(RowDataSerializer serializer) {
            this.serializer = serializer;
        }

        RowData pass(RowData row) {
            try {
                output.clear();
                serializer.serialize(row, output);
                input.setBuffer(output.getSharedBuffer(), 0, output.length());
                return serializer.deserialize(input);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
