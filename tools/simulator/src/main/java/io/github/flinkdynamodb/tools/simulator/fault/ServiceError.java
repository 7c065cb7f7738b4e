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
package io.github.flinkdynamodb.tools.simulator.fault;

import java.util.Arrays;
import java.util.List;

/**
 * An error of the service, as it is on the wire: its code, its HTTP status, the prefix of its type
 * and a message.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Error
 *     handling with DynamoDB</a>
 */
public final class ServiceError {

    private static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";
    private static final String CORAL_SERVICE = "com.amazon.coral.service#";
    private static final String CORAL_AVAILABILITY = "com.amazon.coral.availability#";
    private static final String CORAL_VALIDATE = "com.amazon.coral.validate#";

    /** The iterator is older than 15 minutes. */
    public static final ServiceError EXPIRED_ITERATOR =
            new ServiceError(
                    DYNAMODB, "ExpiredIteratorException", 400, "Iterator has expired: simulated");

    /** What was to be read is older than the retention. */
    public static final ServiceError TRIMMED_DATA =
            new ServiceError(
                    DYNAMODB,
                    "TrimmedDataAccessException",
                    400,
                    "The records at this position have been trimmed: simulated");

    /** There is no such stream, shard or table. */
    public static final ServiceError RESOURCE_NOT_FOUND =
            new ServiceError(
                    DYNAMODB, "ResourceNotFoundException", 400, "Resource not found: simulated");

    /** The table doesn't exist: what the calls for backups and exports return. */
    public static final ServiceError TABLE_NOT_FOUND =
            new ServiceError(DYNAMODB, "TableNotFoundException", 400, "Table not found: simulated");

    /** The export doesn't exist. */
    public static final ServiceError EXPORT_NOT_FOUND =
            new ServiceError(
                    DYNAMODB, "ExportNotFoundException", 400, "Export not found: simulated");

    /** An export's client token was used for another request. */
    public static final ServiceError EXPORT_CONFLICT =
            new ServiceError(
                    DYNAMODB,
                    "ExportConflictException",
                    400,
                    "Export conflict: Duplicate request detected with conflicting parameters");

    /** The table didn't exist at the time to be exported. */
    public static final ServiceError INVALID_EXPORT_TIME =
            new ServiceError(DYNAMODB, "InvalidExportTimeException", 400, "Export Time is invalid");

    /** The table has no point-in-time recovery. */
    public static final ServiceError POINT_IN_TIME_RECOVERY_UNAVAILABLE =
            new ServiceError(
                    DYNAMODB,
                    "PointInTimeRecoveryUnavailableException",
                    400,
                    "Point in time recovery is not enabled: simulated");

    /** Too many readers of a shard. */
    public static final ServiceError LIMIT_EXCEEDED =
            new ServiceError(
                    DYNAMODB,
                    "LimitExceededException",
                    400,
                    "Too many operations for a given subscriber");

    /** Too many calls. */
    public static final ServiceError THROTTLING =
            new ServiceError(CORAL_AVAILABILITY, "ThrottlingException", 400, "Rate exceeded");

    /** Too much read. */
    public static final ServiceError PROVISIONED_THROUGHPUT_EXCEEDED =
            new ServiceError(
                    DYNAMODB,
                    "ProvisionedThroughputExceededException",
                    400,
                    "Too much was read: simulated");

    /** Too many requests of the account. */
    public static final ServiceError REQUEST_LIMIT_EXCEEDED =
            new ServiceError(
                    DYNAMODB,
                    "RequestLimitExceeded",
                    400,
                    "Too many requests of this account: simulated");

    /** The service failed. */
    public static final ServiceError INTERNAL_SERVER_ERROR =
            new ServiceError(DYNAMODB, "InternalServerError", 500, "Internal server error");

    /** The service failed, in other words. */
    public static final ServiceError INTERNAL_FAILURE =
            new ServiceError(
                    CORAL_SERVICE, "InternalFailure", 500, "The request failed inside: simulated");

    /** The service isn't there for the moment. */
    public static final ServiceError SERVICE_UNAVAILABLE =
            new ServiceError(
                    CORAL_SERVICE,
                    "ServiceUnavailableException",
                    503,
                    "Service is unavailable: simulated");

    /** The caller may not do this. */
    public static final ServiceError ACCESS_DENIED =
            new ServiceError(
                    CORAL_SERVICE,
                    "AccessDeniedException",
                    400,
                    "The caller is not authorized for this: simulated");

    /** The caller's security token isn't known. */
    public static final ServiceError UNRECOGNIZED_CLIENT =
            new ServiceError(
                    CORAL_SERVICE,
                    "UnrecognizedClientException",
                    400,
                    "The security token is not known: simulated");

    /** The caller's security token is too old. */
    public static final ServiceError EXPIRED_TOKEN =
            new ServiceError(
                    CORAL_SERVICE,
                    "ExpiredTokenException",
                    400,
                    "The security token has expired: simulated");

    /** The request has no signature. */
    public static final ServiceError MISSING_AUTHENTICATION_TOKEN =
            new ServiceError(
                    CORAL_SERVICE,
                    "MissingAuthenticationTokenException",
                    400,
                    "The request has no signature");

    /** The request makes no sense. */
    public static final ServiceError VALIDATION =
            new ServiceError(
                    CORAL_VALIDATE, "ValidationException", 400, "Not a valid request: simulated");

    /** The request isn't JSON, or a parameter isn't of its type. */
    public static final ServiceError SERIALIZATION =
            new ServiceError(
                    CORAL_SERVICE, "SerializationException", 400, "Not a request: simulated");

    /** There is no such call. */
    public static final ServiceError UNKNOWN_OPERATION =
            new ServiceError(
                    CORAL_SERVICE, "UnknownOperationException", 400, "There is no such operation");

    private static final List<ServiceError> ALL =
            Arrays.asList(
                    EXPIRED_ITERATOR,
                    TRIMMED_DATA,
                    RESOURCE_NOT_FOUND,
                    TABLE_NOT_FOUND,
                    EXPORT_NOT_FOUND,
                    EXPORT_CONFLICT,
                    INVALID_EXPORT_TIME,
                    POINT_IN_TIME_RECOVERY_UNAVAILABLE,
                    LIMIT_EXCEEDED,
                    THROTTLING,
                    PROVISIONED_THROUGHPUT_EXCEEDED,
                    REQUEST_LIMIT_EXCEEDED,
                    INTERNAL_SERVER_ERROR,
                    INTERNAL_FAILURE,
                    SERVICE_UNAVAILABLE,
                    ACCESS_DENIED,
                    UNRECOGNIZED_CLIENT,
                    EXPIRED_TOKEN,
                    MISSING_AUTHENTICATION_TOKEN,
                    VALIDATION,
                    SERIALIZATION,
                    UNKNOWN_OPERATION);

    private final String prefix;
    private final String code;
    private final int status;
    private final String message;

    private ServiceError(String prefix, String code, int status, String message) {
        this.prefix = prefix;
        this.code = code;
        this.status = status;
        this.message = message;
    }

    /** All errors that have a name here. */
    public static List<ServiceError> all() {
        return ALL;
    }

    /**
     * The error of a code, one of {@link #all()} or, where it isn't among them, a new one.
     *
     * @param code such as {@code ThrottlingException}
     * @param status the HTTP status of an error that isn't among them
     */
    public static ServiceError of(String code, int status) {
        for (ServiceError error : ALL) {
            if (error.code.equals(code)) {
                return error;
            }
        }
        return new ServiceError(DYNAMODB, code, status, code + ": simulated");
    }

    /** The same error with a message of its own. */
    public ServiceError withMessage(String text) {
        return new ServiceError(prefix, code, status, text);
    }

    /** Its code, such as {@code ExpiredIteratorException}. */
    public String code() {
        return code;
    }

    /** Its type on the wire: the code after a prefix. */
    public String type() {
        return prefix + code;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** What it says. */
    public String message() {
        return message;
    }

    @Override
    public String toString() {
        return code + " (" + status + ")";
    }
}
