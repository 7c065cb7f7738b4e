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

import java.util.Objects;
import org.apache.flink.annotation.Internal;

/** A stream as ListStreams returns it. Immutable. */
@Internal
public final class StreamSummary {

    private final String streamArn;
    private final String streamLabel;

    /**
     * Creates a summary.
     *
     * @param streamArn the stream's ARN, not null
     * @param streamLabel the label: the stream's creation time as ISO-8601 text, not null
     */
    public StreamSummary(String streamArn, String streamLabel) {
        this.streamArn = Objects.requireNonNull(streamArn, "streamArn");
        this.streamLabel = Objects.requireNonNull(streamLabel, "streamLabel");
    }

    /**
     * The stream's ARN.
     *
     * @return the ARN, never null
     */
    public String streamArn() {
        return streamArn;
    }

    /**
     * The stream's label. Labels of one table's streams sort by age as text.
     *
     * @return ISO-8601 text, never null
     */
    public String streamLabel() {
        return streamLabel;
    }

    @Override
    public String toString() {
        return streamArn;
    }
}
