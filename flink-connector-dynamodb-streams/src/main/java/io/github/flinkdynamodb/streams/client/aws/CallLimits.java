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

import java.time.Duration;

/** How long calls may take, so that none hangs indefinitely. Immutable. */
final class CallLimits {

    private final Duration attempt;
    private final Duration call;

    /**
     * Creates limits.
     *
     * @param attempt the longest time of one attempt, from connecting to the last byte
     * @param call the longest time of a call with all its attempts
     */
    CallLimits(Duration attempt, Duration call) {
        this.attempt = attempt;
        this.call = call;
    }

    /** What jobs run with: three attempts fit into a call. */
    static CallLimits standard() {
        return new CallLimits(Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    Duration attempt() {
        return attempt;
    }

    Duration call() {
        return call;
    }
}
