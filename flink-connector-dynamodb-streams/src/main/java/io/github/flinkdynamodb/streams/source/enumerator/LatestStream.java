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

import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.ScanConfig.Overlap;
import io.github.flinkdynamodb.streams.source.config.TableArn;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Looks up the latest stream of the table that the settings name. A job that reads the table's
 * items has the permission to describe it, and others have that to list its streams. ListStreams
 * takes no ARN, and can't be allowed to other accounts: a table that is named by its ARN is
 * described (<a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html">API
 * operations supported by resource-based policies</a>). Coordinator thread only.
 */
final class LatestStream {

    private final EnumeratorParts parts;

    LatestStream(EnumeratorParts parts) {
        this.parts = parts;
    }

    /**
     * Looks the stream up.
     *
     * @param onFound receives its ARN; empty if the table has none
     */
    void find(Consumer<Optional<String>> onFound) {
        if (parts.config.scan().overlap() == Overlap.NONE && !TableArn.isArn(tableName())) {
            parts.calls.findLatestStream(tableName(), onFound, LatestStream::failed);
        } else {
            parts.calls.describeTable(
                    tableName(),
                    table -> onFound.accept(table.latestStreamArn()),
                    failure -> onNotDescribed(failure, onFound));
        }
    }

    /** A table that doesn't exist has no stream. */
    private static void onNotDescribed(
            StreamsException failure, Consumer<Optional<String>> onFound) {
        if (failure.kind() != StreamsException.Kind.RESOURCE_NOT_FOUND) {
            failed(failure);
        }
        onFound.accept(Optional.empty());
    }

    private static void failed(StreamsException failure) {
        throw StreamSession.discoveryFailed(failure);
    }

    /** Returns what is thrown if there is none. */
    FlinkRuntimeException missing() {
        return new FlinkRuntimeException(
                String.format(
                        "Table '%s' ('%s') has no stream: enable one, with the view type that the"
                                + " job needs, and check the region and the endpoint",
                        tableName(), DynamoDbStreamsSourceOptions.TABLE_NAME.key()));
    }

    private String tableName() {
        return parts.config.tableName().orElseThrow();
    }
}
