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
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StreamArn;
import io.github.flinkdynamodb.streams.source.config.TableArn;
import java.io.Serializable;
import java.net.URI;
import java.util.Optional;

/**
 * How the table of a source is called outside of its job: by the name of the service and its own,
 * as <a href="https://openlineage.io/docs/spec/naming/">OpenLineage</a> has it. Both are known
 * without a call: the account may not be. Immutable.
 */
final class TableName implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String SCHEME = "dynamodb://";

    private final String namespace;
    private final String name;

    private TableName(String namespace, String name) {
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * Reads it off the settings.
     *
     * @param config says which table
     * @param client says where; null if that isn't known
     * @return the table's name; if the stream's ARN names none, that ARN in its place
     */
    static TableName of(SourceConfig config, ClientSettings client) {
        Optional<ClientSettings> settings = Optional.ofNullable(client);
        Optional<String> region =
                regionOfArn(config).or(() -> settings.flatMap(ClientSettings::region));
        Optional<String> ownService =
                settings.flatMap(ClientSettings::endpoint)
                        .filter(url -> !isOfAws(url))
                        .map(URI::getAuthority);
        String service =
                ownService
                        .or(() -> region.map(name -> "dynamodb." + name + ".amazonaws.com"))
                        .orElse("dynamodb");
        return new TableName(SCHEME + service, nameOf(config));
    }

    private static boolean isOfAws(URI url) {
        AwsHost host = AwsHost.of(url.getHost());
        return host.servesStreams() || host.servesTables();
    }

    private static Optional<String> regionOfArn(SourceConfig config) {
        return config.streamArn()
                .flatMap(arn -> StreamArn.parse(arn, true).region())
                .or(
                        () ->
                                config.tableName()
                                        .filter(TableArn::isArn)
                                        .map(arn -> TableArn.parse(arn).region()));
    }

    private static String nameOf(SourceConfig config) {
        return config.streamArn()
                .map(arn -> StreamArn.tableNameOf(arn).orElse(arn))
                .or(config::tableName)
                .map(table -> TableArn.isArn(table) ? TableArn.parse(table).tableName() : table)
                .orElseThrow();
    }

    /** Returns where the table is, such as {@code dynamodb://dynamodb.eu-west-1.amazonaws.com}. */
    String namespace() {
        return namespace;
    }

    /** Returns the table's name. */
    String name() {
        return name;
    }
}
