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
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.util.Collector;

/**
 * What {@link SourceSuiteITCase} gives to one scenario of Flink's suite: a table of its own on a
 * scripted service. An element is the key of a record. Records are created when they are written,
 * by the clock that the source goes by too: what is there when a bounded job starts lies before its
 * stopping time.
 */
final class SourceSuiteContext implements DataStreamSourceExternalContext<String> {

    /** Several pages a shard, and several shards a lineage. */
    private static final int FEWEST_RECORDS = 80;

    private static final int RECORDS_PER_PAGE = 16;
    private static final int RECORDS_PER_SHARD_OF_A_LINEAGE = 30;

    private static final AtomicInteger TABLES = new AtomicInteger();

    private final String name = "source-suite-" + TABLES.incrementAndGet();
    private final ScriptedTable table = new ScriptedTable(name, 0, 0, 0);
    private final Clock clock = Clock.systemUTC();
    private final String description;
    private final int recordsPerShard;
    private int splits;

    private SourceSuiteContext(String description, int recordsPerShard) {
        this.description = description;
        this.recordsPerShard = recordsPerShard;
        table.service.recordsPerPage(RECORDS_PER_PAGE);
    }

    /** A split of the suite is a root shard that stays open. */
    static SourceSuiteContext openShards() {
        return new SourceSuiteContext("open shards", Integer.MAX_VALUE);
    }

    /** A split of the suite is a root shard and its line of descendants, the last of them open. */
    static SourceSuiteContext lineages() {
        return new SourceSuiteContext("lineages", RECORDS_PER_SHARD_OF_A_LINEAGE);
    }

    @Override
    public Source<String, ?, ?> createSource(TestingSourceSettings settings) {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, table.streamArn);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, "trim-horizon");
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(10));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(50));
        if (settings.getBoundedness() == Boundedness.BOUNDED) {
            options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, "latest");
        }
        return new DynamoDbStreamsSource<>(
                SourceConfig.from(options), ScriptedTable.clients(name), new Key());
    }

    @Override
    public ExternalSystemSplitDataWriter<String> createSourceSplitDataWriter(
            TestingSourceSettings settings) {
        return new SplitWriter("split-" + splits++);
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
        // The service has no resources.
    }

    /** Says in a test's name what the splits are. */
    @Override
    public String toString() {
        return description;
    }

    private final class SplitWriter implements ExternalSystemSplitDataWriter<String> {
        private final String split;
        private String shardId;
        private int shards;
        private int recordsInShard;

        SplitWriter(String split) {
            this.split = split;
            openShard();
        }

        private void openShard() {
            String parent = shardId;
            shardId = split + "-shard-" + shards++;
            recordsInShard = 0;
            table.service.shard(table.streamArn, shardId, parent);
        }

        @Override
        public void writeRecords(List<String> records) {
            for (String record : records) {
                if (recordsInShard == recordsPerShard) {
                    table.service.closeShard(shardId);
                    openShard();
                }
                table.service.append(shardId, record, clock.instant());
                recordsInShard++;
            }
        }

        @Override
        public void close() {
            // The service has no resources.
        }
    }

    /** A record as its key. */
    private static final class Key implements DynamoDbStreamsDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            out.collect(record.keys().attributes().get("id").s());
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
