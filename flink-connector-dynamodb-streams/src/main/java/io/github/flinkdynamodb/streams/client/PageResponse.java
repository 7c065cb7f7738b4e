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
package io.github.flinkdynamodb.streams.client;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** The answer to a GetRecords or Scan call: its body as it came, not yet decoded. */
@Internal
public final class PageResponse {

    private final byte[] body;
    private final int retries;
    private final String date;

    /**
     * Creates a response.
     *
     * @param body the JSON of the answer, checked against its checksum; not copied, must not change
     * @param retries how many attempts failed inside the client before this one
     * @param date the header {@code Date}, or null if there was none
     */
    public PageResponse(byte[] body, int retries, String date) {
        this.body = Objects.requireNonNull(body, "body");
        this.retries = retries;
        this.date = date;
    }

    /**
     * The JSON text of the answer in UTF-8.
     *
     * @return the array itself, which the caller must not change
     */
    public byte[] body() {
        return body;
    }

    /**
     * How many attempts the client made in vain before it got this answer.
     *
     * @return 0 or more
     */
    public int retries() {
        return retries;
    }

    /**
     * When the service sent the response, by its own clock, in whole seconds, rounded down.
     *
     * @return the time; empty if the response didn't say it
     */
    public Optional<Instant> sentAt() {
        return HttpDate.parse(date);
    }
}
