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

import java.nio.charset.StandardCharsets;

/**
 * Keeps the SDK from reading when a stream was created. Nobody needs that time, and the SDK fails
 * the call with the message "Unable to execute HTTP request" if it isn't written as the service
 * writes it; some stand-ins of the service send ISO 8601 without an offset.
 */
final class CreationTime {

    private static final byte[] NAME =
            "\"CreationRequestDateTime\"".getBytes(StandardCharsets.US_ASCII);

    private CreationTime() {}

    /**
     * Renames the time to a name of the same length that the SDK doesn't know.
     *
     * @param body the response to DescribeStream, which is changed in place
     * @return the array itself
     */
    static byte[] hide(byte[] body) {
        for (int at = 0; at + NAME.length < body.length; at++) {
            if (body[at] == '"' && isMemberAt(body, at)) {
                body[at + 1] = 'c';
            }
        }
        return body;
    }

    /** A colon tells the name of a member from a text that is the same. */
    private static boolean isMemberAt(byte[] body, int at) {
        for (int i = 0; i < NAME.length; i++) {
            if (body[at + i] != NAME[i]) {
                return false;
            }
        }
        int next = at + NAME.length;
        while (next < body.length && body[next] <= ' ') {
            next++;
        }
        return next < body.length && body[next] == ':';
    }
}
