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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A port of this machine that refuses connections for as long as it is held. It is bound, so that
 * nobody else can get it meanwhile, and doesn't listen. A free port that was let go of is no such
 * port: another program may take it, or a connection to it may be given it as its own port and so
 * reach itself.
 */
public final class RefusingPort implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final Socket bound = new Socket();

    /**
     * Takes a port of the loopback interface.
     *
     * @throws IOException if none is free
     */
    public RefusingPort() throws IOException {
        bound.bind(new InetSocketAddress(HOST, 0));
    }

    /** The address to call in vain. */
    public URI endpoint() {
        return URI.create("http://" + HOST + ":" + bound.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        bound.close();
    }
}
