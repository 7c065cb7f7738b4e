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

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** How rows get from the source to the sink. */
enum Hop {
    /** In the same thread, as copies: Flink's default. */
    CHAINED,
    /** In the same thread, as they are. */
    CHAINED_REUSE,
    /** Through the network stack. */
    SHUFFLE;

    /** Prepares the job. */
    <T> DataStream<T> apply(StreamExecutionEnvironment environment, DataStream<T> rows) {
        if (this == CHAINED_REUSE) {
            environment.getConfig().enableObjectReuse();
        }
        return this == SHUFFLE ? rows.rebalance() : rows;
    }

    /** What it is called at the command line. */
    String optionValue() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All names, as a regular expression. */
    static String pattern() {
        return Arrays.stream(values()).map(Hop::optionValue).collect(Collectors.joining("|"));
    }

    /** The hop that is called so at the command line. */
    static Hop of(String optionValue) {
        return valueOf(optionValue.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
