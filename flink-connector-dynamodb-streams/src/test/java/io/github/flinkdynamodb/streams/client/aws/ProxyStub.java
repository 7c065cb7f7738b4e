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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy on the loopback address that knows CONNECT alone, and may want a password. */
public final class ProxyStub implements AutoCloseable {

    private final List<String> connects = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String authorization;
    private final ServerSocket server;

    private ProxyStub(String authorization) {
        this.authorization = authorization;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Starts a proxy that anybody may use. */
    public static ProxyStub start() {
        return new ProxyStub(null);
    }

    /** Starts a proxy that refuses whoever doesn't know this user and password. */
    public static ProxyStub start(String user, String password) {
        byte[] both = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        return new ProxyStub("Basic " + Base64.getEncoder().encodeToString(both));
    }

    /** The port that it listens at. */
    public int port() {
        return server.getLocalPort();
    }

    /** Where it was asked to connect to, as {@code host:port}, and did. */
    public List<String> connects() {
        return connects;
    }

    /** The first lines of requests that it refused. */
    public List<String> refused() {
        return refused;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try {
            BufferedReader head =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.ISO_8859_1),
                            1);
            String request = head.readLine();
            String sent = null;
            for (String line = head.readLine();
                    line != null && !line.isEmpty();
                    line = head.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:")) {
                    sent = line.substring(line.indexOf(':') + 1).trim();
                }
            }
            answer(client, request, sent);
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    private void answer(Socket client, String request, String sent) throws IOException {
        if (request == null) {
            client.close();
            return;
        }
        String[] words = request.split(" ");
        boolean known = authorization == null || authorization.equals(sent);
        if (!known || !words[0].equals("CONNECT")) {
            refused.add(request);
            String status = known ? "405 Method Not Allowed" : "407 Proxy Authentication Required";
            write(client, "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
            client.close();
            return;
        }
        connects.add(words[1]);
        int colon = words[1].lastIndexOf(':');
        // Names lead to this machine: nothing leaves it.
        Socket target =
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        Integer.parseInt(words[1].substring(colon + 1)));
        sockets.add(target);
        write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        threads.execute(() -> pump(client, target));
        pump(target, client);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side has gone; so does the other.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
