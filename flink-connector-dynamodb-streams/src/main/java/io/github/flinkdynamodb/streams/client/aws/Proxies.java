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
package io.github.flinkdynamodb.streams.client.aws;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;
import software.amazon.awssdk.utils.ProxyConfigProvider;

/**
 * The proxy that the JVM or the environment names for URLs with {@code https}. The SDK's HTTP
 * clients choose between the settings for {@code http} and {@code https} by how the proxy itself is
 * spoken to, which is plain HTTP, and so would never look at those for {@code https}.
 */
final class Proxies {

    private static final String HTTPS = "https";

    /** Of the system property {@code https.proxyPort} that isn't set, as in the JDK. */
    private static final int PORT_OF_PROPERTY = 443;

    /** Of a URL of the environment that has none. */
    private static final int PORT_OF_URL = 80;

    /** This machine, which the JDK calls directly unless told which hosts are. */
    private static final Set<String> LOOPBACK =
            Set.of("localhost", "127\\..*", "\\[?::1]?", "\\[?0:0:0:0:0:0:0:1]?");

    private static final String ANYTHING = ".*?";

    /** The settings that were found. */
    private final ProxyConfigProvider found;

    private final int port;

    /** Patterns of the hosts that are called directly. */
    private final Set<String> direct;

    private Proxies(ProxyConfigProvider found, int defaultPort, Set<String> direct) {
        this.found = found;
        this.port = found.port() > 0 ? found.port() : defaultPort;
        this.direct = direct;
    }

    /**
     * Returns what the client of the service is told.
     *
     * @param endpoint the URL that is called, or null for one with {@code https}
     * @return the proxy for it; if there is none, what the SDK finds for {@code http}
     */
    static ProxyConfiguration ofCalls(URI endpoint) {
        Proxies proxies = find(endpoint);
        ProxyConfiguration.Builder proxy = ProxyConfiguration.builder();
        if (proxies != null) {
            proxy.useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false)
                    .host(proxies.found.host())
                    .port(proxies.port)
                    .username(proxies.found.userName().orElse(null))
                    .password(proxies.found.password().orElse(null))
                    .nonProxyHosts(proxies.direct);
        }
        return proxy.build();
    }

    /**
     * Returns what the client of STS is told.
     *
     * @param endpoint the URL that is called, or null for one with {@code https}
     * @return as above
     */
    static software.amazon.awssdk.http.urlconnection.ProxyConfiguration ofSts(URI endpoint) {
        Proxies proxies = find(endpoint);
        software.amazon.awssdk.http.urlconnection.ProxyConfiguration.Builder proxy =
                software.amazon.awssdk.http.urlconnection.ProxyConfiguration.builder();
        if (proxies != null) {
            proxy.useSystemPropertyValues(false)
                    .useEnvironmentVariablesValues(false)
                    .endpoint(URI.create("http://" + proxies.found.host() + ":" + proxies.port))
                    .username(proxies.found.userName().orElse(null))
                    .password(proxies.found.password().orElse(null))
                    .nonProxyHosts(proxies.direct);
        }
        return proxy.build();
    }

    /** The environment doesn't count if the JVM has a proxy of either kind. */
    private static Proxies find(URI endpoint) {
        if (endpoint != null && !HTTPS.equalsIgnoreCase(endpoint.getScheme())) {
            return null;
        }
        ProxyConfigProvider ofJvm = ProxyConfigProvider.fromSystemPropertySettings(HTTPS);
        if (hasHost(ofJvm)) {
            boolean exempts = System.getProperty("http.nonProxyHosts") != null;
            return new Proxies(ofJvm, PORT_OF_PROPERTY, exempts ? ofJvm.nonProxyHosts() : LOOPBACK);
        }
        if (hasHost(ProxyConfigProvider.fromSystemPropertySettings("http"))) {
            return null;
        }
        ProxyConfigProvider environment = ProxyConfigProvider.fromEnvironmentSettings(HTTPS);
        return hasHost(environment)
                ? new Proxies(environment, PORT_OF_URL, direct(environment.nonProxyHosts()))
                : null;
    }

    private static boolean hasHost(ProxyConfigProvider found) {
        return found != null && found.host() != null && !found.host().isEmpty();
    }

    /**
     * Returns patterns for the entries of {@code NO_PROXY}: a name stands for the hosts below it as
     * well, with a dot in front or without.
     */
    private static Set<String> direct(Set<String> entries) {
        if (entries == null || entries.isEmpty()) {
            return LOOPBACK;
        }
        Set<String> patterns = new LinkedHashSet<>();
        for (String entry : entries) {
            String name = entry.trim().toLowerCase(Locale.ROOT);
            if (name.contains(ANYTHING)) {
                patterns.add(name);
            } else if (!name.isEmpty()) {
                String quoted = Pattern.quote(name.startsWith(".") ? name.substring(1) : name);
                patterns.add("(.*\\.)?" + quoted);
            }
        }
        return patterns;
    }
}
