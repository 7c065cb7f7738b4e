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
package io.github.flinkdynamodb.tools.simulator;

import io.github.flinkdynamodb.tools.simulator.export.ExportReader;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.ExportType;
import software.amazon.awssdk.services.dynamodb.model.ExportViewType;

/** A recoverable table {@code orders} in a simulator, a bucket, and calls about exports. */
final class ExportFixture {

    static final String BUCKET = "exports";

    private final SimulatorFixture service;
    private final Path bucket;
    private final SimulatedTable table;

    ExportFixture(SimulatorFixture service, Path bucket) {
        this(service, bucket, TableSettings.table("orders"));
    }

    ExportFixture(SimulatorFixture service, Path bucket, TableSettings settings) {
        this.service = service;
        this.bucket = bucket;
        this.table = service.table(settings.pointInTimeRecovery());
        service.simulator().exports().bucket(BUCKET, bucket);
    }

    SimulatedTable table() {
        return table;
    }

    DynamoDbClient client() {
        return service.tables();
    }

    Instant now() {
        return service.simulator().clock().instant();
    }

    /** Writes items with the keys {@code k0}, {@code k1} and so on. */
    List<Item> put(int count) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(SimulatorFixture.item("k" + i, i));
            table.put(items.get(i));
        }
        return items;
    }

    /** Asks for an export of the table into the bucket. */
    ExportDescription export(Consumer<ExportTableToPointInTimeRequest.Builder> request) {
        return client().exportTableToPointInTime(
                        r -> {
                            r.tableArn(table.arn()).s3Bucket(BUCKET);
                            request.accept(r);
                        })
                .exportDescription();
    }

    /** Asks for an incremental export of the table into the bucket. */
    ExportDescription export(Instant from, Instant to, ExportViewType view) {
        return export(
                r ->
                        r.exportType(ExportType.INCREMENTAL_EXPORT)
                                .incrementalExportSpecification(
                                        s ->
                                                s.exportFromTime(from)
                                                        .exportToTime(to)
                                                        .exportViewType(view)));
    }

    ExportDescription describe(ExportDescription export) {
        return client().describeExport(r -> r.exportArn(export.exportArn())).exportDescription();
    }

    /** Lets an export's time pass, and reads it. */
    ExportReader finished(ExportDescription export) {
        service.advance("PT10M");
        return new ExportReader(bucket, describe(export).exportManifest());
    }

    /**
     * Asks for an export, and returns the code and the message of the error it is answered with.
     */
    String refusal(Consumer<ExportTableToPointInTimeRequest.Builder> request) {
        return refusal(() -> export(request));
    }

    /** Makes a call, and returns the code and the message of the error it is answered with. */
    static String refusal(Runnable call) {
        try {
            call.run();
            return "no error";
        } catch (DynamoDbException e) {
            return e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
        }
    }
}
