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
package io.github.flinkdynamodb.docs.examples;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Exports for tests: of a simulated table, and of any items. */
public final class SimulatedExports {

    private SimulatedExports() {}

    /**
     * Starts a simulator whose table can be exported into a directory.
     *
     * @param now the time of its clock, which stands still
     * @param directory what stands for the bucket {@code my-exports}
     */
    public static Simulator start(Instant now, Path directory) {
        Simulator simulator = Simulator.builder().clock(SimulatorClock.standing(now)).start();
        simulator.createTable(TableSettings.table("orders").pointInTimeRecovery());
        simulator.exports().bucket("my-exports", directory);
        return simulator;
    }

    /**
     * Writes a full export of items that needn't be a simulator's.
     *
     * @return the folder with its manifests
     */
    public static Path write(Path directory, String tableArn, Instant time, List<Item> items) {
        WrittenExport export = ExportWriter.into(directory).tableArn(tableArn).full(time, items);
        return export.folder();
    }
}
