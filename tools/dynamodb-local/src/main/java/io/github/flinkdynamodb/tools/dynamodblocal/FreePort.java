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
package io.github.flinkdynamodb.tools.dynamodblocal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports for servers that are started a little later.
 *
 * <p>The ports lie below those that operating systems hand out to clients (Linux: from 32768 on,
 * macOS: from 49152 on). A port among these may be given to any connection before the server
 * listens at it, also to the very connection that tries whether the server is there: it then
 * reaches itself, and holds the port.
 *
 * @see <a href="https://docs.kernel.org/networking/ip-sysctl.html">ip_local_port_range of Linux</a>
 */
public final class FreePort {

    static final int FIRST = 20_000;
    static final int COUNT = 12_000;

    private static final String LOOPBACK = "127.0.0.1";

    /** Each call goes on where the last one ended: ports found in a row differ. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /**
     * Finds a free port of the loopback interface. Nothing keeps others from taking it.
     *
     * @return the port, another one than the last time
     * @throws IllegalStateException if none is free
     */
    public static int find() {
        for (int attempt = 0; attempt < COUNT; attempt++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "None of the ports " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
    }

    /**
     * Returns whether a port of the loopback interface is free.
     *
     * @param port the port
     * @return whether a server could listen at it now
     */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // A port that still has connections of an earlier server counts as taken.
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
