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
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STREAM_ARN;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.source.config.StreamArn;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** Reads and validates the options that say how to reach the service. Does no I/O. */
final class ClientSettingsFactory {

    /** Connections beside those of GetRecords: iterators are asked for at the same time. */
    static final int SPARE_CONNECTIONS = 8;

    private static final int MOST_REQUESTS = 1000;
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern USER_INFO = Pattern.compile("//[^/]*@");

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
        URI endpoint =
                options.getOptional(AWS_ENDPOINT).isPresent() ? url(options, AWS_ENDPOINT) : null;
        return new ClientSettings(
                region(options, endpoint != null).orElse(null),
                endpoint,
                CredentialsSettingsFactory.from(options),
                requests(options) + SPARE_CONNECTIONS);
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

    private static int requests(ReadableConfig options) {
        int requests = options.get(FETCH_MAX_REQUESTS);
        if (requests < 1 || requests > MOST_REQUESTS) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' must lie between 1 and %s",
                    FETCH_MAX_REQUESTS.key(), requests, MOST_REQUESTS);
        }
        return requests;
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
                || url.getUserInfo() != null
                || url.getQuery() != null
                || url.getFragment() != null) {
            throw noUrl(option, value);
        }
        return url;
    }

    private static IllegalConfigurationException noUrl(ConfigOption<String> option, String value) {
        return new IllegalConfigurationException(
                "'%s' = '%s' is not the URL of a service: expected http://HOST[:PORT] or"
                        + " https://HOST[:PORT], without user, query and fragment",
                option.key(), USER_INFO.matcher(value).replaceAll("//***@"));
    }
}
