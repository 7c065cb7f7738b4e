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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** The URL of a service in an option: a scheme, a host and perhaps a port. Does no I/O. */
final class ServiceUrl {

    private static final int MOST_PORT = 65535;
    private static final Set<String> NO_PATH = Set.of("", "/");
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

    private ServiceUrl() {}

    /**
     * Reads an option that holds the URL of a service, and validates it.
     *
     * @param options the settings
     * @param option the option, which must be set
     * @return the URL
     * @throws IllegalConfigurationException if the value is not such a URL; the message names the
     *     key, the value without the user that it may begin with, and what is expected
     */
    static URI of(ReadableConfig options, ConfigOption<String> option) {
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
