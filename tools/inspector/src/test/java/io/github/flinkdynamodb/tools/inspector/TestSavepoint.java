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
package io.github.flinkdynamodb.tools.inspector;

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RunnableFuture;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.DefaultOperatorStateBackend;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStreamFactory;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

/** Writes savepoints as Flink does, without a job. */
public final class TestSavepoint {

    private static final int BUFFER = 4096;
    private static final int ALL_IN_METADATA = 1 << 20;

    private final Path folder;
    private final List<OperatorState> operators = new ArrayList<>();
    private int smallestFile = ALL_IN_METADATA;
    private boolean absolute;

    private TestSavepoint(Path folder) {
        this.folder = folder;
    }

    /** Begins a savepoint in a folder. */
    public static TestSavepoint in(Path folder) {
        return new TestSavepoint(folder);
    }

    /** The state of readers goes into files beside the metadata. */
    public TestSavepoint withFiles() {
        smallestFile = 0;
        return this;
    }

    /** The same, and the metadata names them by their whole paths, as older versions do. */
    public TestSavepoint withFilesByWholePaths() {
        absolute = true;
        return withFiles();
    }

    /** Adds a source of ours, with the splits of one subtask after another. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final TestSavepoint source(
            String uid, EnumeratorState state, List<? extends DynamoDbStreamsSplit>... subtasks)
            throws Exception {
        EnumeratorStateSerializer serializer = new EnumeratorStateSerializer();
        List<List<byte[]>> splits = new ArrayList<>();
        for (List<? extends DynamoDbStreamsSplit> subtask : subtasks) {
            List<byte[]> own = new ArrayList<>();
            for (DynamoDbStreamsSplit split : subtask) {
                own.add(
                        SimpleVersionedSerialization.writeVersionAndSerialize(
                                new DynamoDbStreamsSplitSerializer(), split));
            }
            splits.add(own);
        }
        return operator(uid, serializer.getVersion(), serializer.serialize(state), splits);
    }

    /** Adds any source, by the bytes of its enumerator and of the splits of each subtask. */
    public TestSavepoint operator(
            String uid, int version, byte[] enumerator, List<List<byte[]>> splits)
            throws Exception {
        OperatorState operator =
                new OperatorState(
                        "Source: " + uid, uid, idOf(uid), Math.max(1, splits.size()), 128);
        operator.setCoordinatorState(new ByteStreamStateHandle(uid, wrapped(version, enumerator)));
        for (int i = 0; i < splits.size(); i++) {
            operator.putState(
                    i,
                    OperatorSubtaskState.builder()
                            .setManagedOperatorState(handle(splits.get(i)))
                            .build());
        }
        operators.add(operator);
        return this;
    }

    /** Adds an operator without any state. */
    public TestSavepoint operatorWithoutState(String uid) {
        operators.add(new OperatorState(uid, uid, idOf(uid), 1, 128));
        return this;
    }

    private static OperatorID idOf(String uid) {
        UUID id = UUID.nameUUIDFromBytes(uid.getBytes(StandardCharsets.UTF_8));
        return new OperatorID(id.getLeastSignificantBits(), id.getMostSignificantBits());
    }

    /** As Flink's SourceCoordinator writes it. */
    private static byte[] wrapped(int version, byte[] enumerator) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(1);
        out.writeInt(version);
        out.writeInt(enumerator.length);
        out.write(enumerator);
        return bytes.toByteArray();
    }

    private OperatorStateHandle handle(List<byte[]> splits) throws Exception {
        try (CloseableRegistry registry = new CloseableRegistry();
                DefaultOperatorStateBackend backend =
                        new DefaultOperatorStateBackendBuilder(
                                        TestSavepoint.class.getClassLoader(),
                                        new ExecutionConfig(),
                                        false,
                                        List.of(),
                                        registry)
                                .build()) {
            ListState<byte[]> readers =
                    backend.getListState(
                            new ListStateDescriptor<>(
                                    "SourceReaderState", BytePrimitiveArraySerializer.INSTANCE));
            readers.update(splits);
            RunnableFuture<SnapshotResult<OperatorStateHandle>> snapshot =
                    backend.snapshot(
                            1, 0, streams(), CheckpointOptions.forCheckpointWithDefaultLocation());
            snapshot.run();
            OperatorStateHandle handle = snapshot.get().getJobManagerOwnedSnapshot();
            return absolute ? byWholePath(handle) : handle;
        }
    }

    private FsCheckpointStreamFactory streams() {
        org.apache.flink.core.fs.Path path =
                org.apache.flink.core.fs.Path.fromLocalFile(folder.toFile());
        return new FsCheckpointStreamFactory(
                LocalFileSystem.getSharedInstance(), path, path, smallestFile, BUFFER);
    }

    private static OperatorStateHandle byWholePath(OperatorStateHandle handle) {
        FileStateHandle file = (FileStateHandle) handle.getDelegateStateHandle();
        return new OperatorStreamStateHandle(
                handle.getStateNameToPartitionOffsets(),
                new FileStateHandle(file.getFilePath(), file.getStateSize()));
    }

    /** Writes the metadata, and returns the folder. */
    public String write() throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(
                    new CheckpointMetadata(
                            42,
                            operators,
                            List.of(),
                            CheckpointProperties.forSavepoint(
                                    false, SavepointFormatType.CANONICAL)),
                    out);
        }
        return folder.toString();
    }
}
