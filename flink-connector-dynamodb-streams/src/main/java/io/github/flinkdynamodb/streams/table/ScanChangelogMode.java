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
package io.github.flinkdynamodb.streams.table;

import io.github.flinkdynamodb.streams.model.StreamViewType;
import java.util.List;
import java.util.Locale;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.connector.ChangelogMode;

/** Values of {@code scan.changelog-mode}: which rows a change becomes. */
@PublicEvolving
public enum ScanChangelogMode {
    /** INSERT: +I; MODIFY: -U with the old image and +U with the new one; REMOVE: -D. */
    FULL(ChangelogMode.all(), StreamViewType.NEW_AND_OLD_IMAGES),
    /** INSERT: +I; MODIFY: +U; REMOVE: -D with nothing but the key. */
    UPSERT(ChangelogMode.upsert(), StreamViewType.NEW_IMAGE, StreamViewType.NEW_AND_OLD_IMAGES),
    /** Each change is a row of its own: +I. */
    APPEND_ONLY(ChangelogMode.insertOnly(), StreamViewType.values());

    private final ChangelogMode flinkMode;
    private final List<StreamViewType> viewTypes;

    ScanChangelogMode(ChangelogMode flinkMode, StreamViewType... viewTypes) {
        this.flinkMode = flinkMode;
        this.viewTypes = List.of(viewTypes);
    }

    /** Returns the word that stands for this value in a setting. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    ChangelogMode flinkMode() {
        return flinkMode;
    }

    /** Returns the view types of streams that can serve the mode. */
    List<StreamViewType> viewTypes() {
        return viewTypes;
    }
}
