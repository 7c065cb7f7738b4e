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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import java.io.Serializable;
import org.apache.flink.api.connector.source.Source;

/**
 * Creates another source for DynamoDB Streams, which the benchmarks then run beside the connector.
 * Needs a constructor without parameters.
 *
 * <p>The factory and all that it needs but Flink and the JDK are expected on its own class path:
 * the source, and the AWS SDK that it was built with. That class path is searched first, as Flink
 * does with the jars of a job: only classes of Flink, of the JDK, of the logging interfaces and
 * this package are always those of the benchmark. What isn't found there is taken from the
 * benchmark.
 */
public interface PeerFactory {

    /** Returns the number of a record; used in the job's sink, from one thread. */
    @FunctionalInterface
    interface RecordNumber extends Serializable {

        /**
         * Finds the number.
         *
         * @param element that the source has emitted
         * @return what the record's number attribute holds; null for an element that is not a
         *     record and doesn't count. The source emits exactly one element that counts for each
         *     record
         */
        Long of(Object element);
    }

    /**
     * Creates a source. It polls open shards indefinitely, and follows shards to their children.
     *
     * @param stream what it reads
     * @return a source of elements of any type; if Flink can't find out their type by itself, the
     *     source implements {@code ResultTypeQueryable}
     */
    Source<?, ?, ?> source(PeerStream stream);

    /**
     * Creates the function that recognises records.
     *
     * @param stream what {@link #source} was asked to read
     */
    RecordNumber recordNumber(PeerStream stream);
}
