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
package io.github.flinkdynamodb.tools.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.export.ExportRequest;
import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** The parameters of ExportTableToPointInTime besides the table. */
final class ExportParameters {

    private static final Pattern BUCKET = Pattern.compile("[a-zA-Z0-9]+[.\\-\\w]*[a-zA-Z0-9]+");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final String SPECIFICATION = "IncrementalExportSpecification";
    private static final String INVALID = "Invalid Request: ";

    private final JsonNode request;
    private final JsonNode specification;

    ExportParameters(JsonNode request) {
        this.request = request;
        this.specification = request.path(SPECIFICATION);
    }

    /**
     * Reads them.
     *
     * @throws ServiceException where one is wrong
     */
    ExportRequest read() {
        String bucket = Parameters.required(request, "S3Bucket");
        checkPattern("S3Bucket", bucket, BUCKET);
        String owner = Parameters.text(request, "S3BucketOwner");
        if (owner != null) {
            checkPattern("S3BucketOwner", owner, ACCOUNT);
        }
        checkFormat();
        ExportRequest export =
                new ExportRequest(bucket)
                        .bucketOwner(owner)
                        .token(Parameters.text(request, "ClientToken"), withoutToken());
        setPrefix(export);
        encrypt(export);
        return isIncremental() ? incremental(export) : full(export);
    }

    private static void checkPattern(String name, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            throw Parameters.constraint(
                    name, value, "Member must satisfy regular expression pattern: " + pattern);
        }
    }

    private void checkFormat() {
        String format = choice(request, "ExportFormat", List.of("ION", "DYNAMODB_JSON"));
        if ("ION".equals(format)) {
            throw Parameters.invalid(
                    "The simulator doesn't support ExportTableToPointInTime with ExportFormat"
                            + " other than DYNAMODB_JSON");
        }
    }

    private void setPrefix(ExportRequest export) {
        try {
            export.prefix(Parameters.text(request, "S3Prefix", 0, 1024));
        } catch (IllegalArgumentException e) {
            throw Parameters.invalid(e.getMessage());
        }
    }

    private JsonNode withoutToken() {
        ObjectNode rest = request.deepCopy();
        rest.remove("ClientToken");
        return rest;
    }

    private void encrypt(ExportRequest export) {
        String algorithm = choice(request, "S3SseAlgorithm", List.of("AES256", "KMS"));
        String key = Parameters.text(request, "S3SseKmsKeyId", 1, 2048);
        if (key != null && !"KMS".equals(algorithm)) {
            throw Parameters.invalid(
                    INVALID + "KMS Key Id is not supported for this encryption type");
        }
        export.encryption(algorithm, key);
    }

    private boolean isIncremental() {
        String type = choice(request, "ExportType", List.of("FULL_EXPORT", "INCREMENTAL_EXPORT"));
        boolean hasSpecification = specification.isObject();
        if ("INCREMENTAL_EXPORT".equals(type) && !hasSpecification) {
            throw Parameters.invalid(
                    INVALID
                            + "Incremental Export Specification expected when export type is set as"
                            + " Incremental Export");
        }
        if (type == null && hasSpecification) {
            throw Parameters.invalid(
                    INVALID
                            + "Export Type expected to be Incremental Export when incremental"
                            + " export specification is provided");
        }
        if ("FULL_EXPORT".equals(type) && hasSpecification) {
            throw Parameters.invalid(
                    INVALID
                            + "When Export Type is Full Export , Incremental Export Specification"
                            + " should not be provided");
        }
        return hasSpecification;
    }

    private ExportRequest full(ExportRequest export) {
        return export.full(time(request, "ExportTime"));
    }

    private ExportRequest incremental(ExportRequest export) {
        Instant from = time(specification, "ExportFromTime");
        if (from == null) {
            throw Parameters.invalid(
                    INVALID
                            + "ExportFromTime must be provided in"
                            + " IncrementalExportSpecification");
        }
        if (time(request, "ExportTime") != null) {
            throw Parameters.invalid(
                    INVALID + "Export Time is not supported for Incremental Export");
        }
        String view =
                choice(specification, "ExportViewType", List.of("NEW_IMAGE", "NEW_AND_OLD_IMAGES"));
        return export.incremental(
                from,
                time(specification, "ExportToTime"),
                view == null ? ExportView.NEW_AND_OLD_IMAGES : ExportView.valueOf(view));
    }

    /** Returns one of some texts, or null where there is none. */
    private String choice(JsonNode node, String name, List<String> values) {
        String value = Parameters.text(node, name);
        if (value != null && !values.contains(value)) {
            String path = node == specification ? SPECIFICATION + "." + lowerCamel(name) : name;
            throw Parameters.constraint(
                    path, value, "Member must satisfy enum value set: " + values);
        }
        return value;
    }

    private static String lowerCamel(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Returns a time in epoch seconds, or null where there is none. */
    private static Instant time(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            throw new ServiceException(
                    ServiceError.SERIALIZATION.withMessage(name + " is not a time: " + value));
        }
        return Instant.ofEpochMilli(Math.round(value.doubleValue() * 1000));
    }
}
