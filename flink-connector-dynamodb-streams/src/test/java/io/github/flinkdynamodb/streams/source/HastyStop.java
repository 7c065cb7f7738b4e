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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.source.config.StopMargin;
import java.time.Duration;

/**
 * Bounded sources that don't wait long for what may follow: DynamoDB Local and the simulator show a
 * record as soon as it is written. No option sets that.
 */
public final class HastyStop {

    private static final StopMargin MARGIN = new StopMargin(Duration.ofMillis(200), 3);

    private HastyStop() {}

    /** Builds what a builder describes. */
    public static <T> DynamoDbStreamsSource<T> build(DynamoDbStreamsSourceBuilder<T> builder) {
        return builder.build(MARGIN);
    }
}
