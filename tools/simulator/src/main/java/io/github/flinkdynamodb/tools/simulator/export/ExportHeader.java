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
package io.github.flinkdynamodb.tools.simulator.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What the summary of an export says besides what its files hold. A builder of itself. */
final class ExportHeader {

    private static final String VERSION = "2023-08-01";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String arn;
    private final ObjectNode table = JsonNodeFactory.instance.objectNode();
    private final ObjectNode target = JsonNodeFactory.instance.objectNode();
    private final ObjectNode type = JsonNodeFactory.instance.objectNode();
    private long billedBytes;

    /** The header of the export with this ARN. */
    ExportHeader(String arn) {
        this.arn = arn;
    }

    /** Sets when the export was asked for and when it was finished. */
    ExportHeader ran(Instant start, Instant end) {
        table.put("startTime", TIME.format(start)).put("endTime", TIME.format(end));
        return this;
    }

    ExportHeader table(String tableArn, String tableId) {
        table.put("tableArn", tableArn).put("tableId", tableId);
        return this;
    }

    ExportHeader full(Instant exportTime) {
        table.put("exportTime", TIME.format(exportTime));
        type.put("exportType", "FULL_EXPORT");
        return this;
    }

    ExportHeader incremental(Instant from, Instant to, ExportView view) {
        table.put("exportFromTime", TIME.format(from)).put("exportToTime", TIME.format(to));
        type.put("outputView", view.name()).put("exportType", "INCREMENTAL_EXPORT");
        return this;
    }

    /** Sets where it goes; the prefix is null where there is none. */
    ExportHeader target(String bucket, String prefix) {
        target.put("s3Bucket", bucket).put("s3Prefix", prefix);
        return this;
    }

    ExportHeader encryption(String algorithm, String kmsKeyId) {
        target.put("s3SseAlgorithm", algorithm).put("s3SseKmsKeyId", kmsKeyId);
        return this;
    }

    ExportHeader billed(long bytes) {
        billedBytes = bytes;
        return this;
    }

    String arn() {
        return arn;
    }

    long billedBytes() {
        return billedBytes;
    }

    /** Returns the summary manifest. */
    ObjectNode summary(String manifestFilesKey, long items) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("version", VERSION).put("exportArn", arn);
        summary.setAll(table);
        summary.setAll(target);
        summary.put("manifestFilesS3Key", manifestFilesKey)
                .put("billedSizeBytes", billedBytes)
                .put("itemCount", items)
                .put("outputFormat", "DYNAMODB_JSON");
        summary.setAll(type);
        return summary;
    }
}
