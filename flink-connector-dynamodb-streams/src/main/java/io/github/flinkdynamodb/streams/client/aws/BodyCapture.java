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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Takes up the body of one API call's answer, over all its attempts. Every attempt collects its
 * body in a buffer of its own and hands it over when it is complete and checked, so that an attempt
 * that was given up can't spoil the answer of the one that followed it: whatever lies here is a
 * whole, valid answer to the call.
 */
final class BodyCapture {

    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final UnaryOperator<byte[]> forSdk;
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile byte[] body;

    /** Captures a body in whose place the SDK gets an empty object. */
    BodyCapture() {
        this(body -> EMPTY_OBJECT);
    }

    /**
     * Captures a body.
     *
     * @param forSdk what the SDK gets to unmarshall in its place
     */
    BodyCapture(UnaryOperator<byte[]> forSdk) {
        this.forSdk = forSdk;
    }

    /** Returns what the SDK gets in place of a decoded body. */
    byte[] forSdk(byte[] bytes) {
        return forSdk.apply(bytes);
    }

    /** Counts an attempt. */
    void attemptStarted() {
        attempts.incrementAndGet();
    }

    /**
     * Takes a complete body.
     *
     * @param bytes the decoded body, which nobody changes any more
     */
    void publish(byte[] bytes) {
        this.body = bytes;
    }

    /**
     * The body of the answer.
     *
     * @return the bytes, or null if no attempt brought a body
     */
    byte[] body() {
        return body;
    }

    /**
     * How many attempts came before the last one.
     *
     * @return 0 or more
     */
    int retries() {
        return Math.max(0, attempts.get() - 1);
    }
}
