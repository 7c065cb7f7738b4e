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
package io.github.flinkdynamodb.streams.client;

import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The calls about exports of a scripted service. Safe for several threads. */
abstract class ScriptedExportCalls implements StreamsClient {

    /** The exports of all tables. */
    public final ScriptedExports exports;

    final ScriptedCalls calls = new ScriptedCalls();

    ScriptedExportCalls(ManualClock clock) {
        this.exports = new ScriptedExports(clock);
    }

    /**
     * How many calls of a target are held. A test with other threads awaits this, and not {@link
     * #inFlight}, which calls that pass are part of for a moment.
     */
    public int held(String target) {
        return calls.held(target);
    }

    /** How many calls of any kind are held, or being answered. */
    public int inFlight() {
        return calls.inFlight();
    }

    /** How many calls of any kind were under way at once, at most. */
    public int maxInFlight() {
        return calls.maxInFlight();
    }

    /** Returns a table, or fails as a call does for one that doesn't exist. */
    abstract ScriptedItems requireTable(String table);

    static String nameOf(String table) {
        return table.substring(table.lastIndexOf('/') + 1);
    }

    @Override
    public CompletableFuture<ExportDescription> exportTable(ExportRequest export) {
        String table = nameOf(export.tableArn());
        return calls.call(Operation.EXPORT_TABLE, table, () -> begin(export));
    }

    private synchronized ExportDescription begin(ExportRequest export) {
        return exports.begin(export, requireTable(export.tableArn()).tableId);
    }

    @Override
    public CompletableFuture<ExportDescription> describeExport(String exportArn) {
        String tableArn = exportArn.substring(0, exportArn.indexOf("/export/"));
        return calls.call(
                Operation.DESCRIBE_EXPORT, nameOf(tableArn), () -> exports.describe(exportArn));
    }

    @Override
    public CompletableFuture<List<String>> listExports(String tableArn) {
        return calls.call(Operation.LIST_EXPORTS, nameOf(tableArn), () -> exports.list(false));
    }

    @Override
    public CompletableFuture<List<String>> listIncrementalExports(String tableArn) {
        return calls.call(Operation.LIST_EXPORTS, nameOf(tableArn), () -> exports.list(true));
    }

    @Override
    public CompletableFuture<RecoveryDescription> describeRecovery(String table) {
        return calls.call(Operation.DESCRIBE_RECOVERY, nameOf(table), () -> recovery(table));
    }

    private synchronized RecoveryDescription recovery(String table) {
        requireTable(table);
        return exports.recovery();
    }
}
