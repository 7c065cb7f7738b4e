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

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.AWS_ENDPOINT;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.AWS_REGION;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_ENDPOINT;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_MODE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STREAM_ARN;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.TABLE_NAME;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StreamArn;
import io.github.flinkdynamodb.streams.source.config.TableArn;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** Reads and validates the options that say how to reach the service. Does no I/O. */
final class ClientSettingsFactory {

    /** Connections beside those of GetRecords: iterators are asked for at the same time. */
    static final int SPARE_CONNECTIONS = 8;

    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private ClientSettingsFactory() {}

    /**
     * Reads the client's settings.
     *
     * @param options the settings; what isn't set has the default of its option
     * @return the validated settings; the region is that of the stream's ARN where none is set
     * @throws IllegalConfigurationException if a setting is missing, wrong, or contradicts another;
     *     the message names the key, the value unless it may be a secret, and what is allowed
     */
    static ClientSettings from(ReadableConfig options) {
        URI endpoint = endpoint(options);
        return new ClientSettings(
                        region(options, endpoint != null).orElse(null),
                        endpoint,
                        CredentialsOptionsParser.parse(options),
                        SourceConfig.fetchMaxRequests(options) + SPARE_CONNECTIONS)
                .withTableEndpoint(tableEndpoint(options, endpoint));
    }

    private static URI endpoint(ReadableConfig options) {
        if (options.getOptional(AWS_ENDPOINT).isEmpty()) {
            return null;
        }
        URI endpoint = ServiceUrl.of(options, AWS_ENDPOINT);
        AwsHost host = AwsHost.of(endpoint.getHost());
        if (host.servesTables()) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': this is an endpoint of DynamoDB tables, which"
                            + " serves no streams. Remove the option, or set it to %s",
                    endpoint, AWS_ENDPOINT.key(), host.insteadOfTables());
        }
        host.region().ifPresent(region -> requireRegionOfArn(options, AWS_ENDPOINT, region));
        return endpoint;
    }

    /** Returns where tables are read: the endpoint beside that of their streams; null as there. */
    private static URI tableEndpoint(ReadableConfig options, URI endpointOfStreams) {
        if (options.getOptional(SNAPSHOT_ENDPOINT).isPresent()) {
            URI endpoint = ServiceUrl.of(options, SNAPSHOT_ENDPOINT);
            AwsHost host = AwsHost.of(endpoint.getHost());
            if (host.servesStreams()) {
                throw new IllegalConfigurationException(
                        "Invalid value '%s' for '%s': this is an endpoint of DynamoDB Streams,"
                                + " which serves no tables. Remove the option, or set it to %s",
                        endpoint,
                        SNAPSHOT_ENDPOINT.key(),
                        host.ofTables()
                                .map(name -> "https://" + name)
                                .orElse("a VPC endpoint of DynamoDB"));
            }
            host.region()
                    .ifPresent(region -> requireRegionOfArn(options, SNAPSHOT_ENDPOINT, region));
            return endpoint;
        }
        if (endpointOfStreams == null) {
            return null;
        }
        AwsHost host = AwsHost.of(endpointOfStreams.getHost());
        return host.servesStreams()
                ? besideStreams(options, endpointOfStreams, host)
                : endpointOfStreams;
    }

    private static URI besideStreams(ReadableConfig options, URI endpoint, AwsHost host) {
        Optional<String> name = host.ofTables();
        if (name.isEmpty() && callsTables(options)) {
            throw new IllegalConfigurationException(
                    "Missing option '%s': '%s' = '%s' is a VPC endpoint of DynamoDB Streams, which"
                            + " serves no tables. Set '%s' to the VPC endpoint of DynamoDB",
                    SNAPSHOT_ENDPOINT.key(), AWS_ENDPOINT.key(), endpoint, SNAPSHOT_ENDPOINT.key());
        }
        String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
        return name.map(tables -> URI.create(endpoint.getScheme() + "://" + tables + port))
                .orElse(null);
    }

    /** A table's ARN is described to find its stream; its items are read by some startup modes. */
    private static boolean callsTables(ReadableConfig options) {
        ScanStartupMode mode = options.get(STARTUP_MODE);
        return mode == ScanStartupMode.SNAPSHOT
                || mode == ScanStartupMode.INITIAL
                || options.getOptional(TABLE_NAME).filter(TableArn::isArn).isPresent();
    }

    private static void requireRegionOfArn(
            ReadableConfig options, ConfigOption<String> endpoint, String regionOfEndpoint) {
        Optional<NamedArn> arn = NamedArn.of(options);
        Optional<String> region = arn.flatMap(NamedArn::region);
        if (region.isPresent() && !region.get().equals(regionOfEndpoint)) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': this is the endpoint of %s, but the region of"
                            + " %s is %s. Remove the option, or set it to the endpoint of %s",
                    options.get(endpoint),
                    endpoint.key(),
                    regionOfEndpoint,
                    arn.get(),
                    region.get(),
                    region.get());
        }
    }

    private static Optional<String> region(ReadableConfig options, boolean ownEndpoint) {
        Optional<String> region = options.getOptional(AWS_REGION);
        if (region.isPresent() && !REGION.matcher(region.get()).matches()) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': expected the name of a region, such as eu-west-1",
                    region.get(), AWS_REGION.key());
        }
        Optional<NamedArn> arn = NamedArn.of(options);
        Optional<String> ofArn = arn.flatMap(NamedArn::region);
        if (region.isPresent() && ofArn.isPresent() && !ownEndpoint && !region.equals(ofArn)) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': the region of %s is %s. Remove the option, or"
                            + " set it to %s",
                    region.get(), AWS_REGION.key(), arn.get(), ofArn.get(), ofArn.get());
        }
        return region.isPresent() ? region : ofArn;
    }

    /** The setting that names what is read by an ARN, which has a region. */
    private static final class NamedArn {
        private final ConfigOption<String> option;
        private final String arn;
        private final Optional<String> region;

        private NamedArn(ConfigOption<String> option, String arn, Optional<String> region) {
            this.option = option;
            this.arn = arn;
            this.region = region;
        }

        static Optional<NamedArn> of(ReadableConfig options) {
            Optional<NamedArn> table =
                    options.getOptional(TABLE_NAME)
                            .filter(TableArn::isArn)
                            .map(arn -> new NamedArn(TABLE_NAME, arn, regionOfTable(arn)));
            boolean ownEndpoint = options.getOptional(AWS_ENDPOINT).isPresent();
            return options.getOptional(STREAM_ARN)
                    .map(
                            arn ->
                                    new NamedArn(
                                            STREAM_ARN,
                                            arn,
                                            StreamArn.parse(arn, ownEndpoint).region()))
                    .or(() -> table);
        }

        private static Optional<String> regionOfTable(String arn) {
            return Optional.of(TableArn.parse(arn).region());
        }

        Optional<String> region() {
            return region;
        }

        @Override
        public String toString() {
            return "'" + option.key() + "' = '" + arn + "'";
        }
    }
}
