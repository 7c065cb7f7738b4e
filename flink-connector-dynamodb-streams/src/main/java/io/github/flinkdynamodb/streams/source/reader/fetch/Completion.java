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
package io.github.flinkdynamodb.streams.source.reader.fetch;

/** A call that has been answered, on its way from the client's thread to the fetcher thread. */
final class Completion {

    final Poller poller;
    final PollerCall call;

    /** The answer, or null if the call failed. */
    final Object answer;

    /** Why the call failed, or null. */
    final Throwable error;

    final long completedMillis;

    Completion(
            Poller poller, PollerCall call, Object answer, Throwable error, long completedMillis) {
        this.poller = poller;
        this.call = call;
        this.answer = answer;
        this.error = error;
        this.completedMillis = completedMillis;
    }
}
