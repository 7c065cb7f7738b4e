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
import java.util.Locale;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;

/** Prints which proxy a URL gets; a process of its own, for the environment can't be changed. */
final class ProxyProbe {

    private ProxyProbe() {}

    public static void main(String[] args) {
        URI url = URI.create(args[0]);
        ProxyConfiguration calls = Proxies.ofCalls(url);
        System.out.println("service: " + calls.host() + ":" + calls.port());
        software.amazon.awssdk.http.urlconnection.ProxyConfiguration sts = Proxies.ofSts(url);
        System.out.println("STS: " + sts.host() + ":" + sts.port());
        String host = url.getHost().toLowerCase(Locale.ROOT);
        System.out.println("direct: " + calls.nonProxyHosts().stream().anyMatch(host::matches));
    }
}
