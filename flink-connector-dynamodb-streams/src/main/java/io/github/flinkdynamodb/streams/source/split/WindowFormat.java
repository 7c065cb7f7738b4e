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
package io.github.flinkdynamodb.streams.source.split;

import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.annotation.Internal;

/**
 * The bytes of the window of an incremental export: its beginning, and the code of its view in a
 * byte, 1 for NEW_IMAGE and 2 for NEW_AND_OLD_IMAGES. Its end is the export's time.
 */
@Internal
public final class WindowFormat {

    private static final int NEW_IMAGE = 1;
    private static final int NEW_AND_OLD_IMAGES = 2;

    private WindowFormat() {}

    /**
     * Writes a window.
     *
     * @param window the window
     * @param out takes the bytes
     */
    public static void write(ExportWindow window, StateOutput out) {
        out.writeInstant(window.from());
        out.writeByte(window.view() == StreamViewType.NEW_IMAGE ? NEW_IMAGE : NEW_AND_OLD_IMAGES);
    }

    /**
     * Reads a window.
     *
     * @param in the bytes
     * @param to its end
     * @return the window
     * @throws IOException if the bytes aren't those of one
     */
    public static ExportWindow read(StateInput in, Instant to) throws IOException {
        Instant from = in.readInstant("beginning of the window");
        int view = in.readByte("view of the export");
        if (view != NEW_IMAGE && view != NEW_AND_OLD_IMAGES) {
            throw in.corrupt("view of the export", "found " + view + ", expected 1 or 2");
        }
        return new ExportWindow(
                from,
                to,
                view == NEW_IMAGE ? StreamViewType.NEW_IMAGE : StreamViewType.NEW_AND_OLD_IMAGES);
    }
}
