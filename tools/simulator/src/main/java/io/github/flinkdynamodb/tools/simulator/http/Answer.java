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
package io.github.flinkdynamodb.tools.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** An answer before it is sent: a status, a type and a body. */
public final class Answer {

    private static final String JSON = "application/x-amz-json-1.0";

    private final int status;
    private final String contentType;
    private final ByteBuf body;

    private Answer(int status, String contentType, ByteBuf body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    /** A good answer. */
    public static Answer ok(ByteBuf json) {
        return new Answer(200, JSON, json);
    }

    /** A good answer. */
    public static Answer ok(String json) {
        return ok(bytes(json));
    }

    /** Any answer. */
    public static Answer of(int status, String json) {
        return new Answer(status, JSON, bytes(json));
    }

    /** An answer in plain text or HTML. */
    public static Answer text(int status, String contentType, String text) {
        return new Answer(status, contentType, bytes(text));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    ByteBuf body() {
        return body;
    }
}
