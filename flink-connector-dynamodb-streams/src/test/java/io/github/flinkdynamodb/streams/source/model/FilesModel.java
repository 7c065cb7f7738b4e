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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import java.util.List;

/** The files that are read, those of a full export or of a chain of incremental ones. */
interface FilesModel {

    /**
     * Exports the table, if that is what is read.
     *
     * @param items what the table has had
     * @return null if no export is read
     */
    static FilesModel of(Setup setup, ItemsModel items, ManualClock clock) {
        if (setup.mode.readsChain()) {
            return new ChainModel(items, clock, setup);
        }
        if (!setup.mode.readsExport()) {
            return null;
        }
        ExportModel export = new ExportModel(items, setup);
        items.readExport(export);
        return export;
    }

    /** Returns where the exports lie. */
    List<String> folders();

    /** Returns the rows of a file that are still to be given out by who goes on from there. */
    List<ItemVersion> left(FileSplit split);
}
