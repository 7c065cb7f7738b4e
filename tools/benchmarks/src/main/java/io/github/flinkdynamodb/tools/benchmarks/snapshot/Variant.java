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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

/** Who reads a table. */
enum Variant {
    /** A Flink job with the connector's SQL table. */
    CONNECTOR("connector", new ScanJob(ScanJob::connector)),
    /** The same job with a source that is written by hand over the SDK's paginator. */
    SDK_JOB("SDK job", new ScanJob(ScanJob::sdk)),
    /** The connector's client and decoder, without Flink. */
    BARE_LOOP("bare loop", new ScanLoop()),
    /** One thread that asks the segments in turn, over the SDK's objects, without Flink. */
    ROUND_ROBIN("round robin", new RoundRobinScan());

    /** Some times slower, and so shown its pace by some times less. */
    private static final int PART_FOR_SDK = 4;

    private final String text;
    private final TableDrain drain;

    Variant(String text, TableDrain drain) {
        this.text = text;
        this.drain = drain;
    }

    /** What it is called in tables. */
    String text() {
        return text;
    }

    TableDrain drain() {
        return drain;
    }

    /** How many pages of a table it is given. */
    int pages(int wanted) {
        boolean isFast = this == CONNECTOR || this == BARE_LOOP;
        return isFast ? wanted : Math.max(1, wanted / PART_FOR_SDK);
    }
}
