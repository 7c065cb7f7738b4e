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

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.NoStreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import io.github.flinkdynamodb.streams.client.aws.AwsStreamsClientProvider;
import io.github.flinkdynamodb.streams.compat.SourceLineage;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.enumerator.DynamoDbStreamsSourceEnumerator;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.enumerator.SourceParallelism;
import io.github.flinkdynamodb.streams.source.reader.DynamoDbStreamsSourceReader;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import io.github.flinkdynamodb.streams.source.watermark.HeldWatermarkStrategy;
import io.github.flinkdynamodb.streams.source.watermark.WatermarkHold;
import java.time.Clock;
import java.time.Instant;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.DynamicParallelismInference;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Reads the changes of a DynamoDB table from its stream, each exactly once into the state of the
 * job, in the order of the changes for each item; or the items of the table itself, with {@link
 * StartupPosition#snapshot()}, or both, with {@link StartupPosition#initial()}; or the changes of
 * incremental exports, with {@link StartupPosition#incrementalExport()}.
 *
 * <pre>{@code
 * DynamoDbStreamsSource<String> source =
 *         DynamoDbStreamsSource.<String>builder()
 *                 .setTableName("orders")
 *                 .setStartupPosition(StartupPosition.trimHorizon())
 *                 .setDeserializer(JsonStringDeserializationSchema.plainJson())
 *                 .build();
 * env.fromSource(source, WatermarkStrategy.noWatermarks(), "orders");
 * }</pre>
 *
 * @param <T> the type of the elements
 */
@PublicEvolving
public final class DynamoDbStreamsSource<T>
        implements Source<T, DynamoDbStreamsSplit, EnumeratorState>,
                ResultTypeQueryable<T>,
                LineageVertexProvider,
                DynamicParallelismInference {

    private static final long serialVersionUID = 1L;

    private final SourceConfig config;
    private final StreamsClientProvider clients;
    private final DynamoDbStreamsDeserializationSchema<T> deserializer;
    private final TableName table;
    private final WatermarkHold hold = new WatermarkHold();

    /**
     * When the first enumerator of this process was created without state. If the job fails before
     * its first checkpoint, the next enumerator begins there too, and "latest" keeps its meaning.
     */
    private transient volatile Instant startedAt;

    DynamoDbStreamsSource(
            SourceConfig config,
            ClientSettings client,
            DynamoDbStreamsDeserializationSchema<T> deserializer) {
        this(
                config,
                config.isExportAlone()
                        ? NoStreamsClient.provider()
                        : new AwsStreamsClientProvider(client),
                deserializer,
                TableName.of(config, client));
    }

    DynamoDbStreamsSource(
            SourceConfig config,
            StreamsClientProvider clients,
            DynamoDbStreamsDeserializationSchema<T> deserializer) {
        this(config, clients, deserializer, TableName.of(config, null));
    }

    private DynamoDbStreamsSource(
            SourceConfig config,
            StreamsClientProvider clients,
            DynamoDbStreamsDeserializationSchema<T> deserializer,
            TableName table) {
        this.table = table;
        this.config = config;
        this.clients = clients;
        this.deserializer = deserializer;
    }

    /**
     * Begins a source.
     *
     * @param <T> the type of the elements
     * @return a builder with nothing but defaults
     */
    public static <T> DynamoDbStreamsSourceBuilder<T> builder() {
        return new DynamoDbStreamsSourceBuilder<>();
    }

    /**
     * Returns how a source with these options reaches the service; for tools.
     *
     * @param options as the source has them; those that are unset have their defaults
     * @return the provider of its clients
     * @throws org.apache.flink.configuration.IllegalConfigurationException if one is missing or
     *     wrong; the message names it and shows no secret
     */
    @Internal
    public static StreamsClientProvider clients(ReadableConfig options) {
        return new AwsStreamsClientProvider(ClientSettingsFactory.from(options));
    }

    /**
     * Returns watermarks that wait while the table is read, for a source that starts with {@link
     * StartupPosition#initial()}. Until its items and older changes of them no longer cross, the
     * source emits neither watermarks nor idleness; then the watermarks follow the changes. So no
     * window fires before all of the table has been read, and none has late rows because of it.
     *
     * <pre>{@code
     * env.fromSource(source, source.holdWatermarks(strategy), "orders");
     * }</pre>
     *
     * <p>The strategy must be used with this source, and in the same call. With another startup
     * position the watermarks pass as they are.
     *
     * @param strategy the watermarks of the job, not null; they may have idleness and alignment
     * @return the same watermarks, held
     */
    public WatermarkStrategy<T> holdWatermarks(WatermarkStrategy<T> strategy) {
        return new HeldWatermarkStrategy<>(strategy, hold);
    }

    @Override
    public Boundedness getBoundedness() {
        return config.readsNoStream() || config.stopping().mode() != StoppingPosition.Mode.NEVER
                ? Boundedness.BOUNDED
                : Boundedness.CONTINUOUS_UNBOUNDED;
    }

    /**
     * Returns which table the source reads, for listeners to the state of jobs: the name of the
     * service, such as {@code dynamodb://dynamodb.eu-west-1.amazonaws.com}, and that of the table.
     */
    @Internal
    @Override
    public LineageVertex getLineageVertex() {
        return new SourceLineage(getBoundedness(), table.namespace(), table.name());
    }

    /**
     * Returns how many subtasks have something to read. Flink asks for that in batch mode, if the
     * source's parallelism isn't set; if the service doesn't answer, Flink goes by its own default.
     */
    @Internal
    @Override
    public int inferParallelism(Context context) {
        try (StreamsClient client =
                clients.create(Thread.currentThread().getContextClassLoader())) {
            return new SourceParallelism(
                            config,
                            client,
                            context.getParallelismInferenceUpperBound(),
                            context.getDataVolumePerTask())
                    .infer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkRuntimeException("Interrupted while the service was asked", e);
        } catch (Exception e) {
            throw new FlinkRuntimeException(
                    "Cannot find out how many subtasks have something to read of table "
                            + table.name(),
                    e);
        }
    }

    @Internal
    @Override
    public SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> createEnumerator(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context) {
        boolean firstRun = startedAt == null;
        if (firstRun) {
            startedAt = Clock.systemUTC().instant();
        }
        return enumerator(context, EnumeratorState.initial(startedAt), firstRun);
    }

    @Internal
    @Override
    public SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context, EnumeratorState state) {
        return enumerator(context, state, false);
    }

    private SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> enumerator(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context,
            EnumeratorState state,
            boolean firstRun) {
        return DynamoDbStreamsSourceEnumerator.create(
                context,
                config,
                clients.create(Thread.currentThread().getContextClassLoader()),
                state,
                firstRun,
                deserializer.requirements());
    }

    @Internal
    @Override
    public SourceReader<T, DynamoDbStreamsSplit> createReader(SourceReaderContext context)
            throws Exception {
        return DynamoDbStreamsSourceReader.create(context, config, clients, deserializer, hold);
    }

    @Internal
    @Override
    public SimpleVersionedSerializer<DynamoDbStreamsSplit> getSplitSerializer() {
        return new DynamoDbStreamsSplitSerializer();
    }

    @Internal
    @Override
    public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
        return new EnumeratorStateSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return deserializer.getProducedType();
    }
}
