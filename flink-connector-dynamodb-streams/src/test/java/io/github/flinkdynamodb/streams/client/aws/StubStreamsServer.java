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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/**
 * An HTTP server on the loopback interface that answers what a test tells it to. It knows the names
 * of the calls and nothing of their meaning.
 */
final class StubStreamsServer implements AutoCloseable {

    static {
        // Answers would wait for the client's acknowledgement otherwise, 40 ms each.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** Answers one request. */
    interface Answer {
        void to(Request request) throws IOException;
    }

    /** A request as it came. */
    static final class Request {

        private final HttpExchange exchange;
        private final String body;

        private Request(HttpExchange exchange) throws IOException {
            this.exchange = exchange;
            this.body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        }

        /** The call's name: in a header for DynamoDB Streams, in the form for STS. */
        String call() {
            String target = header("X-Amz-Target");
            return target == null ? form("Action") : target.substring(target.indexOf('.') + 1);
        }

        /** A field of a request that is a form, or null. */
        String form(String name) {
            Matcher matcher = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(body);
            return matcher.find()
                    ? URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8)
                    : null;
        }

        String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        String body() {
            return body;
        }

        /** The text or number of a field of the request, or null. */
        String field(String name) {
            Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)\"?").matcher(body);
            return matcher.find() ? matcher.group(1) : null;
        }

        void setHeader(String name, String value) {
            exchange.getResponseHeaders().set(name, value);
        }

        /** Sends the headers of an answer. A length of 0 means chunks. */
        OutputStream begin(int status, long length) throws IOException {
            setHeader("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(status, length);
            return exchange.getResponseBody();
        }

        void send(int status, byte[] bytes) throws IOException {
            try (OutputStream out = begin(status, bytes.length == 0 ? -1 : bytes.length)) {
                out.write(bytes);
            }
        }
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    StubStreamsServer() {
        try {
            http =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    /** Tells how to answer a call: one answer after the other, the last one again and again. */
    StubStreamsServer on(String call, Answer... script) {
        answers.put(call, new ArrayDeque<>(List.of(script)));
        return this;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    List<Request> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(exchange);
        requests.add(request);
        try {
            next(request.call()).to(request);
        } finally {
            exchange.close();
        }
    }

    private Answer next(String call) {
        Deque<Answer> script = answers.get(String.valueOf(call));
        if (script == null) {
            return error(400, "UnknownOperationException", "no answer for " + call);
        }
        synchronized (script) {
            return script.size() > 1 ? script.poll() : script.peek();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        http.stop(0);
    }

    /** A good answer, with its checksum. */
    static Answer ok(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return bytes(bytes, crc(bytes));
    }

    /** A good answer with any checksum, or with none where it is null. */
    static Answer bytes(byte[] bytes, String crc) {
        return request -> {
            if (crc != null) {
                request.setHeader("x-amz-crc32", crc);
            }
            request.send(200, bytes);
        };
    }

    /** An error as the service words it. */
    static Answer error(int status, String code, String message) {
        return error(status, code, message, "");
    }

    /** The error of a call for a table that is throttled for some reasons. */
    static Answer throttled(String code, String... reasons) {
        String list =
                Arrays.stream(reasons)
                        .map(
                                reason ->
                                        "{\"reason\":\""
                                                + reason
                                                + "\",\"resource\":\"arn:aws:dynamodb\"}")
                        .collect(Collectors.joining(","));
        String field =
                code.equals("ThrottlingException") ? "throttlingReasons" : "ThrottlingReasons";
        return error(400, code, "throttled", ",\"" + field + "\":[" + list + "]");
    }

    private static Answer error(int status, String code, String message, String more) {
        byte[] bytes =
                String.format(
                                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"%s}",
                                code, message, more)
                        .getBytes(StandardCharsets.UTF_8);
        return request -> {
            request.setHeader("x-amz-crc32", crc(bytes));
            request.setHeader("x-amzn-RequestId", "REQUEST-1");
            request.send(status, bytes);
        };
    }

    static String crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Long.toString(crc.getValue());
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
