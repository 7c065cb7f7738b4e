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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import org.apache.flink.util.FlinkRuntimeException;

/** Checks that a stream is the one that the settings name, and such as the schema needs. */
final class StreamChecks {

    private final SourceConfig config;
    private final StreamRequirements requirements;
    private final TableChecks ofTable;
    private final ExportChecks ofExport;
    private final AskedExportChecks ofAskedExport;

    /**
     * Creates the checks.
     *
     * @param config the settings
     * @param requirements what the schema needs of the stream
     */
    StreamChecks(SourceConfig config, StreamRequirements requirements) {
        this.config = config;
        this.requirements = requirements;
        this.ofTable = new TableChecks(config, requirements);
        this.ofExport = new ExportChecks(config, requirements);
        this.ofAskedExport = new AskedExportChecks(config, ofTable);
    }

    /** Returns the checks of a table that is scanned. */
    TableChecks ofTable() {
        return ofTable;
    }

    /** Returns the checks of an export that is read instead of the table. */
    ExportChecks ofExport() {
        return ofExport;
    }

    /** Returns the checks of an export that the source asks for. */
    AskedExportChecks ofAskedExport() {
        return ofAskedExport;
    }

    /**
     * Checks that the settings name the stream that the state is of.
     *
     * @param streamArn the stream of the state
     * @throws FlinkRuntimeException if they name another one, or read none
     */
    void requireAsConfigured(String streamArn) {
        if (config.readsNoStream()) {
            ofTable.rejectStream(streamArn);
        }
        String configured = config.streamArn().orElse(streamArn);
        if (!configured.equals(streamArn)) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The state that the job was restored from holds positions in the stream"
                                    + " %s, but '%s' = '%s'. Start the job without that state, or"
                                    + " set '%s' instead, which reads the table's streams one after"
                                    + " the other",
                            streamArn,
                            DynamoDbStreamsSourceOptions.STREAM_ARN.key(),
                            configured,
                            DynamoDbStreamsSourceOptions.TABLE_NAME.key()));
        }
    }

    /**
     * Checks that a stream has what the schema needs.
     *
     * @param streamArn the stream
     * @param page the service's description of it
     * @throws FlinkRuntimeException if it has not
     */
    void requireSuitable(String streamArn, StreamPage page) {
        requirements
                .unmetBy(page.viewType().orElse(null), page.keyAttributes())
                .ifPresent(
                        unmet -> {
                            throw new FlinkRuntimeException(
                                    "Stream " + streamArn + " can't serve this job: " + unmet);
                        });
    }
}
