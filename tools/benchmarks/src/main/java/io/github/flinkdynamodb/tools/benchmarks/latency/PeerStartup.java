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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** From the submission of a job to the records that were written before it. */
final class PeerStartup {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private PeerStartup() {}

    /**
     * What was measured, in milliseconds since the job's submission.
     *
     * @param first the first record
     * @param all the last one: one of each shard
     */
    record Result(double first, double all) {}

    /**
     * Measures a reader.
     *
     * @param service how it answers
     * @param shards how many open shards there are, each with a record
     * @throws TimeoutException if a record doesn't arrive
     */
    static Result measure(Service service, int shards, long seed, RecordReader.Factory readers)
            throws Exception {
        try (Simulator simulator = service.start(seed)) {
            SimulatedTable table =
                    simulator.createTable(TableSettings.table("start").shards(shards));
            LoneRecords records = new LoneRecords(shards);
            int number = 0;
            for (String key : ShardKeys.ofEach(table)) {
                records.write(table, key, number++);
            }
            long submitted = System.nanoTime();
            RecordReader reader = readers.start(simulator, table, records::arrived);
            try {
                if (!records.awaitAll(LIMIT)) {
                    throw new TimeoutException("A record didn't arrive within " + LIMIT);
                }
                return new Result(
                        records.millisToFirst(submitted), records.millisToLast(submitted));
            } finally {
                reader.stop();
            }
        }
    }
}
