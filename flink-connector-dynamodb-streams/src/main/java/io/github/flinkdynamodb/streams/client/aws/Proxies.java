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
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;
import software.amazon.awssdk.utils.ProxyConfigProvider;

/**
 * The proxy that the JVM or the environment names for URLs with {@code https}. The SDK's HTTP
 * clients choose between the settings for {@code http} and {@code https} by how the proxy itself is
 * spoken to, which is plain HTTP, and so would never look at those for {@code https}.
 */
final class Proxies {

    private static final String HTTPS = "https";

    /** Of the system property that isn't set, as in the JDK. */
    private static final int DEFAULT_PORT = 443;

    private Proxies() {}

    /**
     * Returns what the client of the service is told.
     *
     * @param endpoint the URL that is called, or null for one with {@code https}
     * @return the proxy for it; if there is none, what the SDK finds for {@code http}
     */
    static ProxyConfiguration ofCalls(URI endpoint) {
        ProxyConfigProvider found = find(endpoint);
        ProxyConfiguration.Builder proxy = ProxyConfiguration.builder();
        if (found != null) {
            proxy.useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false)
                    .host(found.host())
                    .port(port(found))
                    .username(found.userName().orElse(null))
                    .password(found.password().orElse(null))
                    .nonProxyHosts(found.nonProxyHosts());
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
        ProxyConfigProvider found = find(endpoint);
        software.amazon.awssdk.http.urlconnection.ProxyConfiguration.Builder proxy =
                software.amazon.awssdk.http.urlconnection.ProxyConfiguration.builder();
        if (found != null) {
            proxy.useSystemPropertyValues(false)
                    .useEnvironmentVariablesValues(false)
                    .endpoint(URI.create("http://" + found.host() + ":" + port(found)))
                    .username(found.userName().orElse(null))
                    .password(found.password().orElse(null))
                    .nonProxyHosts(found.nonProxyHosts());
        }
        return proxy.build();
    }

    private static ProxyConfigProvider find(URI endpoint) {
        if (endpoint != null && !HTTPS.equalsIgnoreCase(endpoint.getScheme())) {
            return null;
        }
        ProxyConfigProvider ofJvm = ProxyConfigProvider.fromSystemPropertySettings(HTTPS);
        if (hasHost(ofJvm)) {
            return ofJvm;
        }
        ProxyConfigProvider ofEnvironment = ProxyConfigProvider.fromEnvironmentSettings(HTTPS);
        return hasHost(ofEnvironment) ? ofEnvironment : null;
    }

    private static boolean hasHost(ProxyConfigProvider found) {
        return found != null && found.host() != null && !found.host().isEmpty();
    }

    private static int port(ProxyConfigProvider found) {
        return found.port() == 0 ? DEFAULT_PORT : found.port();
    }
}
