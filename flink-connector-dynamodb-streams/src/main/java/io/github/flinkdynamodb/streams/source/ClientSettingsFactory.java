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
import java.util.Locale;
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

    /** The endpoint of tables, which knows nothing of streams, and the regional one of streams. */
    private static final Pattern AWS_HOST =
            Pattern.compile(
                    "(streams\\.)?dynamodb(?:-fips)?\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?");

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
        Matcher host = AWS_HOST.matcher(endpoint.getHost().toLowerCase(Locale.ROOT));
        if (!host.matches()) {
            return endpoint;
        }
        if (host.group(1) == null) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is the endpoint of tables, which serves no streams: leave it out,"
                            + " or set it to https://streams.%s",
                    AWS_ENDPOINT.key(), endpoint, endpoint.getHost());
        }
        requireRegionOfStream(options, endpoint, host.group(2));
        return endpoint;
    }

    private static void requireRegionOfStream(
            ReadableConfig options, URI endpoint, String regionOfEndpoint) {
        Optional<String> arn = options.getOptional(STREAM_ARN);
        if (arn.isPresent() && !StreamArn.parse(arn.get()).region().equals(regionOfEndpoint)) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is the endpoint of %s, but '%s' = '%s' lies in %s: leave the"
                            + " endpoint out, or set it to that of %s",
                    AWS_ENDPOINT.key(),
                    endpoint,
                    regionOfEndpoint,
                    STREAM_ARN.key(),
                    arn.get(),
                    StreamArn.parse(arn.get()).region(),
                    StreamArn.parse(arn.get()).region());
        }
    }

    private static Optional<String> region(ReadableConfig options, boolean ownEndpoint) {
        Optional<String> region = options.getOptional(AWS_REGION);
        if (region.isPresent() && !REGION.matcher(region.get()).matches()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not the name of a region: expected one such as eu-west-1",
                    AWS_REGION.key(), region.get());
        }
        Optional<String> ofStream =
                options.getOptional(STREAM_ARN).map(arn -> StreamArn.parse(arn).region());
        if (region.isPresent()
                && ofStream.isPresent()
                && !ownEndpoint
                && !region.equals(ofStream)) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' contradicts '%s' = '%s', which lies in %s: leave the region out,"
                            + " or set it to %s",
                    AWS_REGION.key(),
                    region.get(),
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
     * @throws IllegalConfigurationException if the value is no such URL
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
                "'%s' = '%s' is not the URL of a service: expected http://HOST[:PORT] or"
                        + " https://HOST[:PORT], without user, path, query and fragment",
                option.key(), USER_INFO.matcher(value).replaceAll("//***@"));
    }
}
