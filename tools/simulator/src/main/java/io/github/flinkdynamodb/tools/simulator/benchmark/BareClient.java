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
package io.github.flinkdynamodb.tools.simulator.benchmark;

import io.github.flinkdynamodb.tools.simulator.Operation;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One connection that sends a call and reads its answer, and does nothing else. */
final class BareClient implements AutoCloseable {

    private static final int BUFFER = 1 << 18;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] line = new byte[1024];
    private byte[] body = new byte[1 << 16];
    private int length;

    BareClient(URI endpoint) throws IOException {
        socket = new Socket(endpoint.getHost(), endpoint.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
    }

    /** Sends a call; returns how many bytes its answer's body has. */
    int call(Operation operation, String json) throws IOException {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST / HTTP/1.1\r\nHost: localhost\r\nAuthorization: none\r\nX-Amz-Target: "
                        + operation.target()
                        + "\r\nContent-Length: "
                        + content.length
                        + "\r\n\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[headBytes.length + content.length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(content, 0, all, headBytes.length, content.length);
        out.write(all);
        out.flush();
        readAnswer();
        return length;
    }

    /** A field of the last answer whose value is a text without escapes; null where it isn't. */
    String text(String field) {
        String mark = '"' + field + "\":\"";
        String start = new String(body, 0, length, StandardCharsets.UTF_8);
        int from = start.lastIndexOf(mark);
        return from < 0
                ? null
                : start.substring(from + mark.length(), start.indexOf('"', from + mark.length()));
    }

    /** Like {@link #text}, where the answer begins with the field. */
    String firstText(String field) {
        int from = 2 + field.length() + 3;
        if (length < from || body[2] != field.charAt(0)) {
            return null;
        }
        int to = from;
        while (body[to] != '"') {
            to++;
        }
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }

    private void readAnswer() throws IOException {
        String status = readLine();
        length = -1;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            if (header.regionMatches(true, 0, "content-length: ", 0, 16)) {
                length = Integer.parseInt(header.substring(16).trim());
            }
        }
        if (body.length < length) {
            body = new byte[length];
        }
        if (in.readNBytes(body, 0, length) < length) {
            throw new EOFException("The answer ended early");
        }
        if (!status.contains(" 200 ")) {
            throw new IOException(status + new String(body, 0, length, StandardCharsets.UTF_8));
        }
    }

    private String readLine() throws IOException {
        int count = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The connection ended");
            }
            if (next != '\r') {
                line[count++] = (byte) next;
            }
        }
        return new String(line, 0, count, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
