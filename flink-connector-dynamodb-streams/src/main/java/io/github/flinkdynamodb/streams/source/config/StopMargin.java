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
package io.github.flinkdynamodb.streams.source.config;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * What shows that a shard has been read up to its stopping time. No option sets it: a shorter
 * margin would lose records, a longer one would only be slower. Immutable.
 */
@Internal
public final class StopMargin implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Duration time;
    private final int emptyPages;

    /**
     * Creates a margin.
     *
     * @param time a record so much younger than the last one wanted shows that none before it
     *     follows
     * @param emptyPages so many empty pages in a row, asked for after that time, show the same
     */
    public StopMargin(Duration time, int emptyPages) {
        this.time = time;
        this.emptyPages = emptyPages;
    }

    /**
     * Returns the margin that jobs run with.
     *
     * @return five seconds and ten pages
     */
    public static StopMargin standard() {
        return new StopMargin(Duration.ofSeconds(5), 10);
    }

    /** Returns by how much a record must be younger than the last one wanted. */
    public Duration time() {
        return time;
    }

    /** Returns how many empty pages in a row end the reading. */
    public int emptyPages() {
        return emptyPages;
    }
}
