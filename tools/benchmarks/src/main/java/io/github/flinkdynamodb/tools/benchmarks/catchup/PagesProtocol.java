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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers calls from prepared pages. Requests are read with regular expressions: what clients send
 * are tokens, ids and ARNs of this server, which JSON never escapes. Thread-safe.
 */
public abstract class PagesProtocol {

    /** An answer: a status of HTTP and a body, which the receiver releases. */
    record Answer(int status, ByteBuf body) {}

    /**
     * Answers a call.
     *
     * @param call the call's name, such as GetRecords
     * @param request its body
     * @param allocator where the buffer of the answer comes from
     */
    final Answer answer(String call, String request, ByteBufAllocator allocator) {
        try {
            return new Answer(200, body(call, request, allocator));
        } catch (CallRejected e) {
            String type = "com.amazonaws.dynamodb.v20120810#" + e.type;
            String body = "{\"__type\":\"" + type + "\",\"message\":\"" + e.getMessage() + "\"}";
            return new Answer(400, ByteBufUtil.writeUtf8(allocator, body));
        }
    }

    /**
     * Answers a call.
     *
     * @return the body, which the receiver releases
     * @throws CallRejected if the service would refuse it
     */
    public abstract ByteBuf body(String call, String request, ByteBufAllocator allocator);

    /** The text of a field of a request. */
    protected static String required(String request, String field) {
        String value = value(request, field);
        if (value == null) {
            throw new CallRejected("ValidationException", field + " is missing");
        }
        return value;
    }

    /** The same, null if it isn't there. */
    protected static String value(String request, String field) {
        Matcher matcher =
                Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]*)\"").matcher(request);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** The number in a field of a request, or another if it isn't there. */
    protected static long number(String request, String field, long otherwise) {
        Matcher matcher = Pattern.compile("\"" + field + "\"\\s*:\\s*(\\d{1,9})").matcher(request);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : otherwise;
    }

    /** An answer of status 400. */
    protected static final class CallRejected extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String type;

        /**
         * Creates an answer.
         *
         * @param type the error's code
         * @param message what is wrong
         */
        public CallRejected(String type, String message) {
            super(message);
            this.type = type;
        }
    }
}
