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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.util.Collector;

/**
 * What {@link SourceSuiteITCase} gives to one scenario of Flink's suite: tables of its own on a
 * simulated service, which the source reads over the wire. An element is the key of a record.
 *
 * <p>A stream has its shards from the start. The suite opens its splits one after the other: they
 * are the shards in their order, and those that it doesn't open stay empty.
 */
final class SourceSuiteContext implements DataStreamSourceExternalContext<String> {

    /** Several pages a shard, and several shards a lineage. */
    private static final int FEWEST_RECORDS = 80;

    private static final int RECORDS_PER_PAGE = 16;
    private static final int RECORDS_PER_SHARD_OF_A_LINEAGE = 30;

    /** The suite opens one split or four; its fifth reader is to be idle. */
    private static final int SHARDS = 4;

    private static final char SALT = '#';

    private static final AtomicInteger TABLES = new AtomicInteger();

    private final Simulator simulator;
    private final SimulatedTable table;
    private final String description;
    private int splits;

    private SourceSuiteContext(Simulator simulator, String description, long recordsPerShard) {
        this.simulator = simulator;
        this.description = description;
        this.table =
                simulator.createTable(
                        TableSettings.table("source-suite-" + TABLES.incrementAndGet())
                                .shards(SHARDS)
                                .page(RECORDS_PER_PAGE, 1 << 20)
                                .rollAfterRecords(recordsPerShard));
    }

    /** A split of the suite is a root shard that stays open. */
    static SourceSuiteContext openShards(Simulator simulator) {
        return new SourceSuiteContext(simulator, "open shards", Long.MAX_VALUE);
    }

    /** A split of the suite is a root shard and its line of descendants, the last of them open. */
    static SourceSuiteContext lineages(Simulator simulator) {
        return new SourceSuiteContext(simulator, "lineages", RECORDS_PER_SHARD_OF_A_LINEAGE);
    }

    @Override
    public Source<String, ?, ?> createSource(TestingSourceSettings settings) {
        DynamoDbStreamsSourceBuilder<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setStreamArn(table.streamArn())
                        .setEndpoint(simulator.endpoint().toString())
                        .setBasicCredentials("simulated", "simulated")
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .setPollInterval(Duration.ofMillis(10), Duration.ofMillis(50))
                        .setDeserializer(new Key());
        if (settings.getBoundedness() == Boundedness.BOUNDED) {
            source.setStoppingPosition(StoppingPosition.latest());
        }
        return HastyStop.build(source);
    }

    @Override
    public ExternalSystemSplitDataWriter<String> createSourceSplitDataWriter(
            TestingSourceSettings settings) {
        return new SplitWriter(splits++);
    }

    /** Elements that no other call returns: one that is lost or repeated can't pass for another. */
    @Override
    public List<String> generateTestData(TestingSourceSettings settings, int split, long seed) {
        int count = FEWEST_RECORDS + new Random(seed).nextInt(FEWEST_RECORDS);
        List<String> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(split + "-" + Long.toHexString(seed) + "-" + i);
        }
        return elements;
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }

    @Override
    public List<URL> getConnectorJarPaths() {
        return List.of();
    }

    @Override
    public void close() {
        // The simulator is closed with the test.
    }

    /** Returns what the splits are, for the name of a test. */
    @Override
    public String toString() {
        return description;
    }

    /** Writes elements whose keys lie in one of the ranges of keys that the first shards have. */
    private final class SplitWriter implements ExternalSystemSplitDataWriter<String> {
        private final int range;

        SplitWriter(int range) {
            if (range >= SHARDS) {
                throw new IllegalArgumentException("The suite opens more than " + SHARDS);
            }
            this.range = range;
        }

        @Override
        public void writeRecords(List<String> records) {
            records.forEach(record -> table.put(item(record)));
        }

        /** The element, with what brings it into the range: a key's shard is not ours to choose. */
        private Item item(String record) {
            for (int salt = 0; ; salt++) {
                Item item = Item.builder().s("pk", record + SALT + salt).build();
                if (table.openShardIds().indexOf(table.shardOf(item)) == range) {
                    return item;
                }
            }
        }

        @Override
        public void close() {
            // The table has no resources.
        }
    }

    /** A record as its key. */
    private static final class Key implements DynamoDbStreamsDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            String key = record.keys().get("pk").s();
            out.collect(key.substring(0, key.indexOf(SALT)));
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
