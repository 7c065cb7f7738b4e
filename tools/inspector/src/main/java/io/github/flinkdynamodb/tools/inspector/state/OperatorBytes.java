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
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filemerging.SegmentFileStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

/**
 * What any source has in a savepoint: the bytes of its enumerator, which Flink's coordinator wraps,
 * and those of its splits in the operator state of its readers.
 */
final class OperatorBytes {

    /** The state of Flink's SourceOperator. */
    static final String READERS = "SourceReaderState";

    private OperatorBytes() {}

    /**
     * Reads the enumerator's state.
     *
     * @param operator the operator
     * @return the bytes; empty if the operator has no coordinator, or not that of a source
     */
    static Optional<VersionedBytes> enumerator(OperatorState operator) {
        ByteStreamStateHandle handle = operator.getCoordinatorState();
        if (handle == null) {
            return Optional.empty();
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(handle.getData()));
        try {
            int wrapping = in.readInt();
            return wrapping == 0 || wrapping == 1
                    ? Optional.of(VersionedBytes.read(in))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the splits of all subtasks.
     *
     * @param operator the operator
     * @param folder the savepoint's own folder, where files are looked for that have moved with it
     * @return the bytes of each split by the subtask that has it
     * @throws InspectionException if a file is missing or damaged
     */
    static Map<Integer, List<VersionedBytes>> splits(OperatorState operator, Path folder)
            throws InspectionException {
        Map<Integer, List<VersionedBytes>> all = new TreeMap<>();
        for (Map.Entry<Integer, OperatorSubtaskState> subtask :
                operator.getSubtaskStates().entrySet()) {
            List<OperatorStateHandle> handles = new ArrayList<>();
            for (OperatorStateHandle handle : subtask.getValue().getManagedOperatorState()) {
                if (handle.getStateNameToPartitionOffsets().containsKey(READERS)) {
                    handles.add(movedWith(folder, handle));
                }
            }
            if (!handles.isEmpty()) {
                all.put(subtask.getKey(), read(handles));
            }
        }
        return all;
    }

    /** Looks for a file beside the metadata, if it isn't where it was written. */
    private static OperatorStateHandle movedWith(Path folder, OperatorStateHandle handle) {
        StreamStateHandle delegate = handle.getDelegateStateHandle();
        if (!(delegate instanceof FileStateHandle)) {
            return handle;
        }
        Path path = ((FileStateHandle) delegate).getFilePath();
        Path beside = new Path(folder, path.getName());
        if (exists(path) || !exists(beside)) {
            return handle;
        }
        return new OperatorStreamStateHandle(
                handle.getStateNameToPartitionOffsets(),
                new FileStateHandle(beside, delegate.getStateSize()));
    }

    private static boolean exists(Path path) {
        try {
            return path.getFileSystem().exists(path);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<VersionedBytes> read(List<OperatorStateHandle> handles)
            throws InspectionException {
        List<VersionedBytes> splits = new ArrayList<>();
        try (CloseableRegistry registry = new CloseableRegistry();
                OperatorStateBackend state =
                        new DefaultOperatorStateBackendBuilder(
                                        OperatorBytes.class.getClassLoader(),
                                        new ExecutionConfig(),
                                        false,
                                        handles,
                                        registry)
                                .build()) {
            ListStateDescriptor<byte[]> readers =
                    new ListStateDescriptor<>(READERS, BytePrimitiveArraySerializer.INSTANCE);
            for (byte[] split : state.getListState(readers).get()) {
                splits.add(
                        VersionedBytes.read(new DataInputStream(new ByteArrayInputStream(split))));
            }
            return splits;
        } catch (Exception e) {
            throw new InspectionException(reason(handles, e), e);
        }
    }

    private static Optional<Path> file(StreamStateHandle handle) {
        if (handle instanceof SegmentFileStateHandle) {
            return Optional.of(((SegmentFileStateHandle) handle).getFilePath());
        }
        return handle instanceof FileStateHandle
                ? Optional.of(((FileStateHandle) handle).getFilePath())
                : Optional.empty();
    }

    private static String reason(List<OperatorStateHandle> handles, Exception e) {
        String file =
                handles.stream()
                        .map(OperatorStateHandle::getDelegateStateHandle)
                        .flatMap(handle -> file(handle).stream())
                        .map(Path::toString)
                        .findFirst()
                        .orElse("the state of a source's readers");
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last instanceof FileNotFoundException
                ? file + ", which the metadata names, doesn't exist here or beside the metadata"
                : file + " can't be read: " + last;
    }
}
