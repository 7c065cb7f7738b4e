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

import io.github.flinkdynamodb.tools.benchmarks.peer.PeerClasses;

/** Who reads. */
enum Variant {
    /** A Flink job with the connector's SQL table. */
    CONNECTOR("connector"),
    /** The same job with a source that is written by hand over the SDK's objects. */
    SDK_JOB("SDK job"),
    /** The connector's client and decoder, without Flink. */
    BARE_LOOP("bare loop"),
    /** The connector's client alone. */
    BYTES_LOOP("bytes loop"),
    /** One thread that asks the shards in turn, over the SDK's objects, without Flink. */
    ROUND_ROBIN("round robin"),
    /** The same job with the source of a peer. */
    PEER("peer");

    /** One thread that waits for each answer needs no more to show its pace. */
    private static final int PART_FOR_ROUND_ROBIN = 8;

    /** Some times slower, and so shown its pace by some times less. */
    private static final int PART_FOR_SDK = 4;

    private final String text;

    Variant(String text) {
        this.text = text;
    }

    /** What it is called in tables. */
    String text() {
        return text;
    }

    /** Whether the number of subtasks and the hop are of any concern. */
    boolean isJob() {
        return this == CONNECTOR || this == SDK_JOB || this == PEER;
    }

    /** How many pages of a backlog it is given. */
    int pages(int wanted) {
        switch (this) {
            case ROUND_ROBIN:
                return Math.max(1, wanted / PART_FOR_ROUND_ROBIN);
            case SDK_JOB:
                return Math.max(1, wanted / PART_FOR_SDK);
            default:
                return wanted;
        }
    }

    Drain drain(CatchUpCase job, PeerClasses peer) {
        switch (this) {
            case CONNECTOR:
                return JobDrain.connector(job);
            case SDK_JOB:
                return JobDrain.sdk(job);
            case BARE_LOOP:
                return new AsyncLoop(true);
            case BYTES_LOOP:
                return new AsyncLoop(false);
            case ROUND_ROBIN:
                return new RoundRobinLoop();
            default:
                return JobDrain.peer(job, peer);
        }
    }
}
