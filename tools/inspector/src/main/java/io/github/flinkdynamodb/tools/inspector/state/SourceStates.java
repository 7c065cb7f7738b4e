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

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import io.github.flinkdynamodb.tools.inspector.InspectionException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorState;

/** The sources of ours in a savepoint, which are recognised by what their serializers can read. */
public final class SourceStates {

    /** Before DynamoDB had streams. No bytes of another source that have a time are of then. */
    private static final Instant BEFORE_STREAMS = Instant.parse("2014-01-01T00:00:00Z");

    private final List<SourceState> sources = new ArrayList<>();
    private final List<UnreadableSource> unreadable = new ArrayList<>();
    private final List<String> ofApache = new ArrayList<>();

    private SourceStates() {}

    /**
     * Reads the state of all sources of ours.
     *
     * @param savepoint the savepoint
     * @return at least one source
     * @throws InspectionException if there is none, or a file can't be read
     */
    public static SourceStates read(SavepointFile savepoint) throws InspectionException {
        SourceStates states = find(savepoint);
        if (states.sources.isEmpty()) {
            requireNotOfApache(savepoint);
            boolean finished =
                    savepoint.operators().stream().anyMatch(OperatorState::isFullyFinished);
            throw new InspectionException(
                    states.unreadable.isEmpty()
                            ? String.format(
                                    "%s has the state of %d operators, but not of a source of this"
                                            + " connector%s",
                                    savepoint.location(),
                                    savepoint.operators().size(),
                                    finished ? ", unless it had finished" : "")
                            : String.join(". ", states.unreadable()));
        }
        return states;
    }

    /**
     * Reads the state of all sources of ours.
     *
     * @param savepoint the savepoint
     * @return the sources, maybe none
     * @throws InspectionException if a file can't be read
     */
    public static SourceStates find(SavepointFile savepoint) throws InspectionException {
        SourceStates states = new SourceStates();
        for (OperatorState operator : savepoint.operators()) {
            states.add(operator, savepoint);
        }
        return states;
    }

    private static void requireNotOfApache(SavepointFile savepoint) throws InspectionException {
        if (!ApacheSource.read(savepoint).isEmpty()) {
            throw new InspectionException(
                    savepoint.location()
                            + " has the state of Apache's DynamoDbStreamsSource, not of this"
                            + " connector's source: 'tools/inspector/run positions' writes the"
                            + " positions that it holds");
        }
    }

    private void add(OperatorState operator, SavepointFile savepoint) throws InspectionException {
        Optional<VersionedBytes> enumerator = OperatorBytes.enumerator(operator);
        if (enumerator.isEmpty()) {
            return;
        }
        EnumeratorState state;
        try {
            state =
                    new EnumeratorStateSerializer()
                            .deserialize(enumerator.get().version(), enumerator.get().bytes());
        } catch (IOException | RuntimeException e) {
            addOther(operator, savepoint, List.of(enumerator.get()), e);
            return;
        }
        if (state.startedAt().isBefore(BEFORE_STREAMS)) {
            return;
        }
        Map<Integer, List<VersionedBytes>> splits =
                OperatorBytes.splits(operator, savepoint.folder());
        try {
            sources.add(new SourceState(operator, state, deserialize(splits)));
        } catch (IOException | RuntimeException e) {
            List<VersionedBytes> all = new ArrayList<>(List.of(enumerator.get()));
            splits.values().forEach(all::addAll);
            addOther(operator, savepoint, all, e);
        }
    }

    private static Map<Integer, List<DynamoDbStreamsSplit>> deserialize(
            Map<Integer, List<VersionedBytes>> bytes) throws IOException {
        DynamoDbStreamsSplitSerializer serializer = new DynamoDbStreamsSplitSerializer();
        Map<Integer, List<DynamoDbStreamsSplit>> splits = new TreeMap<>();
        for (Map.Entry<Integer, List<VersionedBytes>> subtask : bytes.entrySet()) {
            List<DynamoDbStreamsSplit> own = new ArrayList<>();
            for (VersionedBytes split : subtask.getValue()) {
                own.add(serializer.deserialize(split.version(), split.bytes()));
            }
            splits.put(subtask.getKey(), own);
        }
        return splits;
    }

    /** Another source's state is left out; what names DynamoDB may be of a newer connector. */
    private void addOther(
            OperatorState operator,
            SavepointFile savepoint,
            List<VersionedBytes> bytes,
            Exception e) {
        if (bytes.stream().noneMatch(VersionedBytes::nameDynamoDb)) {
            return;
        }
        String operatorName =
                operator.getOperatorID().toHexString()
                        + operator.getOperatorName().map(name -> " (" + name + ")").orElse("");
        if (isOfApache(operator, savepoint)) {
            ofApache.add(
                    "The state of operator "
                            + operatorName
                            + " is that of Apache's DynamoDbStreamsSource, which isn't reported"
                            + " here: 'tools/inspector/run positions' reads it");
        } else {
            unreadable.add(
                    new UnreadableSource(
                            operator,
                            String.format(
                                    "The state of operator %s names DynamoDB, but it isn't of this"
                                            + " connector's source, or of a newer release of it:"
                                            + " %s",
                                    operatorName, e.getMessage())));
        }
    }

    /** What only may be Apache's, or lacks a file, can't be told from a source of ours. */
    private static boolean isOfApache(OperatorState operator, SavepointFile savepoint) {
        try {
            return ApacheSource.read(operator, savepoint).isPresent();
        } catch (InspectionException e) {
            return false;
        }
    }

    /**
     * Returns the sources.
     *
     * @return at least one
     */
    public List<SourceState> sources() {
        return List.copyOf(sources);
    }

    /**
     * Returns what may be of a source of ours, too, and can't be read.
     *
     * @return a sentence each, without a full stop; usually empty
     */
    public List<String> unreadable() {
        return unreadable.stream().map(UnreadableSource::reason).collect(Collectors.toList());
    }

    /** Returns the same as operators, in the same order. */
    public List<UnreadableSource> unreadableSources() {
        return List.copyOf(unreadable);
    }

    /**
     * Returns which sources are Apache's.
     *
     * @return a sentence each, without a full stop; usually empty
     */
    public List<String> ofApache() {
        return List.copyOf(ofApache);
    }
}
