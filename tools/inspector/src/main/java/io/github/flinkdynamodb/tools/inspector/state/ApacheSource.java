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
package io.github.flinkdynamodb.tools.inspector.state;

import io.github.flinkdynamodb.tools.inspector.InspectionException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.OperatorState;

/** What a savepoint holds of an Apache {@code DynamoDbStreamsSource}. Immutable. */
public final class ApacheSource {

    /** How far the enumerator takes a shard to be. */
    public enum Status {
        /** A reader has it. */
        ASSIGNED,
        /** No reader has it yet. */
        UNASSIGNED,
        /** It has been read to its end. */
        FINISHED;

        static Status of(int code) throws IOException {
            if (code < 0 || code >= values().length) {
                throw new IOException("the status of a shard is " + code);
            }
            return values()[code];
        }
    }

    private final OperatorState operator;
    private final Instant startedAt;
    private final List<ApacheSplit> known;
    private final Map<String, Status> statuses = new LinkedHashMap<>();
    private final List<ApacheSplit> held;

    ApacheSource(
            OperatorState operator,
            Instant startedAt,
            List<ApacheSplit> known,
            List<Status> statuses,
            List<ApacheSplit> held) {
        this.operator = operator;
        this.startedAt = startedAt;
        this.known = List.copyOf(known);
        for (int i = 0; i < known.size(); i++) {
            this.statuses.put(known.get(i).shardId(), statuses.get(i));
        }
        this.held = List.copyOf(held);
    }

    /**
     * Reads the sources of a savepoint, which are recognised by the format of their state.
     *
     * @param savepoint the savepoint
     * @return the sources, maybe none
     * @throws InspectionException if a file can't be read
     */
    public static List<ApacheSource> read(SavepointFile savepoint) throws InspectionException {
        List<ApacheSource> sources = new ArrayList<>();
        for (OperatorState operator : savepoint.operators()) {
            read(operator, savepoint).ifPresent(sources::add);
        }
        return sources;
    }

    /** Reads an operator; empty if it isn't such a source. */
    static Optional<ApacheSource> read(OperatorState operator, SavepointFile savepoint)
            throws InspectionException {
        Optional<VersionedBytes> enumerator = OperatorBytes.enumerator(operator);
        if (enumerator.isEmpty() || !enumerator.get().nameDynamoDb()) {
            return Optional.empty();
        }
        List<VersionedBytes> splits = new ArrayList<>();
        OperatorBytes.splits(operator, savepoint.folder()).values().forEach(splits::addAll);
        try {
            return Optional.of(ApacheFormat.source(operator, enumerator.get(), splits));
        } catch (IOException e) {
            requireOther(operator, enumerator.get(), e);
            return Optional.empty();
        }
    }

    /** Versions of this connector's own state begin with 1. */
    private static void requireOther(
            OperatorState operator, VersionedBytes enumerator, IOException reason)
            throws InspectionException {
        if (enumerator.version() == 0) {
            throw new InspectionException(
                    String.format(
                            "The state of operator %s names DynamoDB and may be that of Apache's"
                                    + " DynamoDbStreamsSource, but this tool can't read it: %s",
                            operator.getOperatorID().toHexString(), reason.getMessage()),
                    reason);
        }
    }

    /**
     * Returns the operator's id, the hash of its uid.
     *
     * @return 32 hex digits
     */
    public String operatorId() {
        return operator.getOperatorID().toHexString();
    }

    /**
     * Returns the operator's uid.
     *
     * @return the uid; empty if the savepoint doesn't have it
     */
    public Optional<String> uid() {
        return operator.getOperatorUid().filter(uid -> !uid.isEmpty());
    }

    /** Returns when the source was first started. */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * Returns the shards that the enumerator knows, as it found them.
     *
     * @return an unmodifiable list
     */
    public List<ApacheSplit> known() {
        return known;
    }

    /** Returns how far the enumerator takes one of them to be. */
    public Status status(ApacheSplit shard) {
        return statuses.get(shard.shardId());
    }

    /**
     * Returns the shards that readers hold.
     *
     * @return an unmodifiable list
     */
    public List<ApacheSplit> held() {
        return held;
    }
}
