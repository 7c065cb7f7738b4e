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
package io.github.flinkdynamodb.tools.simulator.fault;

import io.github.flinkdynamodb.tools.simulator.Operation;

/** What a call is about, as far as faults are chosen by it. Immutable. */
public final class Call {

    private final Operation operation;
    private final String table;
    private final String shardId;
    private final String iteratorType;
    private final Integer segment;

    /**
     * A call.
     *
     * @param operation which
     * @param table the name of the table that it is about, or null where it names none
     * @param shardId the shard that it is about, or null where it names none
     * @param iteratorType the type of GetShardIterator, else null
     * @param segment the segment of Scan, else null
     */
    public Call(
            Operation operation,
            String table,
            String shardId,
            String iteratorType,
            Integer segment) {
        this.operation = operation;
        this.table = table;
        this.shardId = shardId;
        this.iteratorType = iteratorType;
        this.segment = segment;
    }

    /** Which operation. */
    public Operation operation() {
        return operation;
    }

    /** The table, or null. */
    public String table() {
        return table;
    }

    /** The shard, or null. */
    public String shardId() {
        return shardId;
    }

    /** The type of the iterator asked for, or null. */
    public String iteratorType() {
        return iteratorType;
    }

    /** The segment of a scan, 0 where it names none; else null. */
    public Integer segment() {
        return segment;
    }
}
