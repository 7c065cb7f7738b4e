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
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STREAM_ARN;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StreamArn;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** Reads and validates the options that say how to reach the service. Does no I/O. */
final class ClientSettingsFactory {

    /** Connections beside those of GetRecords: iterators are asked for at the same time. */
    static final int SPARE_CONNECTIONS = 8;

    private static final int MOST_PORT = 65535;
    private static final Set<String> NO_PATH = Set.of("", "/");
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern USER_INFO = Pattern.compile("//[^/]*@");

    /** The host of a URL that has one, in which the port may be wrong. */
    private static final Pattern HOST_OF_URL =
            Pattern.compile("(?i)https?://([^/?#@:\\[\\]]+)(?::\\d*)?(?:[/?#].*)?");

    private static final Pattern NOT_OF_A_HOST = Pattern.compile("[^a-zA-Z0-9.-]");

    /** RFC 2396, section 3.2.2: what {@link URI} takes for a host's name or IPv4 address. */
    private static final Pattern HOST =
            Pattern.compile(
                    "([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\\.)*"
                            + "[a-zA-Z]([a-zA-Z0-9-]*[a-zA-Z0-9])?\\.?"
                            + "|(\\d{1,3}\\.){3}\\d{1,3}");

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
                SourceConfig.fetchMaxRequests(options) + SPARE_CONNECTIONS);
    }

    private static URI endpoint(ReadableConfig options) {
        if (options.getOptional(AWS_ENDPOINT).isEmpty()) {
            return null;
        }
        URI endpoint = url(options, AWS_ENDPOINT);
        AwsHost host = AwsHost.of(endpoint.getHost());
        if (host.servesTables()) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': this is an endpoint of DynamoDB tables, which"
                            + " serves no streams. Remove the option, or set it to %s",
                    endpoint, AWS_ENDPOINT.key(), host.insteadOfTables());
        }
        host.region().ifPresent(region -> requireRegionOfStream(options, endpoint, region));
        return endpoint;
    }

    private static void requireRegionOfStream(
            ReadableConfig options, URI endpoint, String regionOfEndpoint) {
        Optional<String> region = regionOfStream(options);
        if (region.isPresent() && !region.get().equals(regionOfEndpoint)) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': this is the endpoint of %s, but the region of"
                            + " '%s' = '%s' is %s. Remove the option, or set it to the endpoint of"
                            + " %s",
                    endpoint,
                    AWS_ENDPOINT.key(),
                    regionOfEndpoint,
                    STREAM_ARN.key(),
                    options.get(STREAM_ARN),
                    region.get(),
                    region.get());
        }
    }

    private static Optional<String> regionOfStream(ReadableConfig options) {
        boolean ownEndpoint = options.getOptional(AWS_ENDPOINT).isPresent();
        return options.getOptional(STREAM_ARN)
                .flatMap(arn -> StreamArn.parse(arn, ownEndpoint).region());
    }

    private static Optional<String> region(ReadableConfig options, boolean ownEndpoint) {
        Optional<String> region = options.getOptional(AWS_REGION);
        if (region.isPresent() && !REGION.matcher(region.get()).matches()) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': expected the name of a region, such as eu-west-1",
                    region.get(), AWS_REGION.key());
        }
        Optional<String> ofStream = regionOfStream(options);
        if (region.isPresent()
                && ofStream.isPresent()
                && !ownEndpoint
                && !region.equals(ofStream)) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': the region of '%s' = '%s' is %s. Remove the"
                            + " option, or set it to %s",
                    region.get(),
                    AWS_REGION.key(),
                    STREAM_ARN.key(),
                    options.get(STREAM_ARN),
                    ofStream.get(),
                    ofStream.get());
        }
        return region.isPresent() ? region : ofStream;
    }

    /**
     * Reads an option that holds the URL of a service.
     *
     * @param options the settings
     * @param option the option, which must be set
     * @return the URL
     * @throws IllegalConfigurationException if the value is not such a URL
     */
    static URI url(ReadableConfig options, ConfigOption<String> option) {
        String value = options.get(option);
        URI url;
        try {
            url = new URI(value);
        } catch (URISyntaxException e) {
            throw noUrl(option, value);
        }
        boolean http = "http".equalsIgnoreCase(url.getScheme());
        boolean https = "https".equalsIgnoreCase(url.getScheme());
        if (!(http || https)
                || url.getHost() == null
                || url.getPort() == 0
                || url.getPort() > MOST_PORT
                || !NO_PATH.contains(url.getRawPath())
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw noUrl(option, value);
        }
        return url;
    }

    private static IllegalConfigurationException noUrl(ConfigOption<String> option, String value) {
        return new IllegalConfigurationException(
                "Invalid value '%s' for '%s': expected the URL of a service, http://HOST[:PORT] or"
                        + " https://HOST[:PORT], without user, path, query and fragment%s",
                USER_INFO.matcher(value).replaceAll("//***@"), option.key(), hint(value));
    }

    /** Names what is wrong with a host that {@link URI} has none for. */
    private static String hint(String value) {
        Matcher url = HOST_OF_URL.matcher(value);
        if (!url.matches()) {
            return "";
        }
        String host = url.group(1);
        Matcher other = NOT_OF_A_HOST.matcher(host);
        if (other.find()) {
            return String.format(
                    ". A host name can't contain '%s', but '%s' does: use another name for the"
                            + " host, such as a network alias, or its IP address",
                    other.group(), host);
        }
        return HOST.matcher(host).matches()
                ? ""
                : String.format(
                        ". '%s' is not a valid host name: each part of it begins and ends with a"
                                + " letter or a digit, and the last one begins with a letter",
                        host);
    }
}
