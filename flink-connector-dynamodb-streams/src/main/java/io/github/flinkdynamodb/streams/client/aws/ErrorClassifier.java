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
package io.github.flinkdynamodb.streams.client.aws;

import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;

/**
 * Decides what a failure of the SDK means for the caller, and words it for the user: the call, the
 * resource, what the service said, and what to check.
 *
 * <p>Errors of the service are told apart by their code: DynamoDB Streams models no exception for
 * throttling and rejected credentials: these arrive as the SDK's general one.
 */
final class ErrorClassifier {

    private static final Set<String> THROTTLED =
            Set.of(
                    "LimitExceededException",
                    "ProvisionedThroughputExceeded",
                    "ProvisionedThroughputExceededException",
                    "RequestLimitExceeded",
                    "RequestThrottled",
                    "RequestThrottledException",
                    "SlowDown",
                    "Throttling",
                    "ThrottlingException",
                    "ThrottledException",
                    "TooManyRequestsException");

    private static final Set<String> DENIED =
            Set.of(
                    "AccessDenied",
                    "AccessDeniedException",
                    "AuthFailure",
                    "IncompleteSignature",
                    "IncompleteSignatureException",
                    "InvalidAccessKeyId",
                    "InvalidClientTokenId",
                    "InvalidIdentityToken",
                    "InvalidSignatureException",
                    "MissingAuthenticationToken",
                    "MissingAuthenticationTokenException",
                    "NotAuthorized",
                    "OptInRequired",
                    "SignatureDoesNotMatch",
                    "UnauthorizedOperation",
                    "UnrecognizedClientException");

    private static final Set<String> EXPIRED_CREDENTIALS =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

    private static final Set<String> FAILED_INSIDE =
            Set.of(
                    "IDPCommunicationError",
                    "InternalFailure",
                    "InternalServerError",
                    "RequestTimeout",
                    "RequestTimeoutException",
                    "ServiceUnavailable",
                    "ServiceUnavailableException");

    private final boolean renewingCredentials;
    private final String destination;
    private final String tableDestination;

    /**
     * Creates a classifier.
     *
     * @param renewingCredentials whether the credentials provider may give other credentials later.
     *     Where it may, expired ones are worth a retry; fixed ones stay expired indefinitely
     * @param region the region that the calls are signed for
     * @param endpoint where the calls for streams go to; null for the region's own endpoint. Told
     *     where the reason may be that it's the wrong one: a time-out doesn't say what didn't
     *     answer
     * @param tableEndpoint the same of the calls for tables
     */
    ErrorClassifier(boolean renewingCredentials, Region region, URI endpoint, URI tableEndpoint) {
        this.renewingCredentials = renewingCredentials;
        this.destination = destination(region, endpoint);
        this.tableDestination = destination(region, tableEndpoint);
    }

    private static String destination(Region region, URI endpoint) {
        return " The calls go to "
                + (endpoint == null ? "the service's own endpoint" : endpoint)
                + " with the region "
                + region
                + ".";
    }

    /**
     * Classifies a failure.
     *
     * @param target the call
     * @param failure what it ended with, wrapped or not
     * @return the failure for the caller; with the unwrapped failure suppressed, and without the
     *     session tokens that it may quote
     */
    StreamsException classify(CallTarget target, Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof StreamsException) {
            return (StreamsException) cause;
        }
        Throwable credentials = find(cause, CredentialsException.class);
        Kind kind = kind(credentials == null ? cause : credentials);
        boolean ofPartition = kind == Kind.THROTTLED && ThrottlingReasons.isOfPartition(cause);
        String message = QuotedTokens.hide(message(target, kind, cause, credentials));
        return new StreamsException(kind, message, QuotedTokens.hide(cause), ofPartition);
    }

    /**
     * Decides what a failure means.
     *
     * @param failure the failure, unwrapped
     * @return its kind
     */
    Kind kind(Throwable failure) {
        if (failure instanceof CredentialsException) {
            return kindOfCredentials(failure);
        }
        SdkServiceException service = find(failure, SdkServiceException.class);
        if (service != null) {
            return kindOfService(service);
        }
        if (failure instanceof IllegalArgumentException
                || failure instanceof NullPointerException) {
            return Kind.INVALID_REQUEST;
        }
        // Time-outs, I/O errors, failed checksums, unreadable answers, and what nobody knows:
        // retried, and fails for good when the retries' time is up.
        return Kind.TRANSIENT;
    }

    /** An outage of what issues the credentials passes; anything else stays as it is. */
    private Kind kindOfCredentials(Throwable failure) {
        Throwable cause = failure.getCause();
        SdkServiceException service = find(cause, SdkServiceException.class);
        if (service != null) {
            Kind kind = kindOfService(service);
            return kind == Kind.THROTTLED || kind == Kind.TRANSIENT ? kind : Kind.ACCESS_DENIED;
        }
        boolean missingFile =
                find(cause, FileSystemException.class) != null
                        || find(cause, FileNotFoundException.class) != null;
        boolean network = find(cause, IOException.class) != null && !missingFile;
        return network ? Kind.TRANSIENT : Kind.ACCESS_DENIED;
    }

    private Kind kindOfService(SdkServiceException failure) {
        String code = code(failure);
        switch (code) {
            case "ExpiredIteratorException":
                return Kind.EXPIRED_ITERATOR;
            case "TrimmedDataAccessException":
                return Kind.TRIMMED_DATA;
            case "ResourceNotFoundException":
            case "TableNotFoundException":
            case "ExportNotFoundException":
                return Kind.RESOURCE_NOT_FOUND;
            case "ValidationException":
                return Kind.INVALID_REQUEST;
            default:
                return kindOfCode(code, failure.statusCode());
        }
    }

    private Kind kindOfCode(String code, int status) {
        if (THROTTLED.contains(code) || status == 429) {
            return Kind.THROTTLED;
        }
        if (EXPIRED_CREDENTIALS.contains(code)) {
            return renewingCredentials ? Kind.TRANSIENT : Kind.ACCESS_DENIED;
        }
        if (FAILED_INSIDE.contains(code) || status >= 500 || status == 408) {
            return Kind.TRANSIENT;
        }
        boolean denied = DENIED.contains(code) || status == 401 || status == 403;
        return denied ? Kind.ACCESS_DENIED : Kind.INVALID_REQUEST;
    }

    private String message(CallTarget target, Kind kind, Throwable cause, Throwable credentials) {
        Throwable told = credentials == null ? cause : credentials;
        SdkServiceException service = find(told, SdkServiceException.class);
        StringBuilder text = new StringBuilder(target.toString()).append(" failed: ");
        if (credentials != null) {
            text.append(credentials.getMessage()).append(": ");
            told = credentials.getCause();
        }
        if (service != null && !code(service).isEmpty()) {
            text.append(code(service)).append(": ");
        }
        text.append(told.getMessage() == null ? told.toString() : told.getMessage());
        Throwable root = root(told);
        if (service == null && root != told) {
            text.append(" (").append(root).append(')');
        }
        String advice =
                target.table()
                        .map(table -> adviceOnTable(kind, target, table, codeOf(service)))
                        .orElseGet(() -> advice(kind, target));
        return text.append(advice).toString();
    }

    private String adviceOnTable(Kind kind, CallTarget target, String table, String code) {
        if (target.isAboutExports()) {
            return ExportAdvice.of(kind, code, target, table, tableDestination);
        }
        switch (kind) {
            case THROTTLED:
                return ". The table's read capacity, or the account's limit of calls, is used up:"
                        + " lower 'scan.snapshot.max-read-capacity', or raise the capacity.";
            case RESOURCE_NOT_FOUND:
                return ". Check stream.arn or table-name, aws.region and scan.snapshot.endpoint; a"
                        + " table that is being deleted can't be read any more."
                        + tableDestination;
            case ACCESS_DENIED:
                return ". Check the settings aws.credentials.*, that the machine's clock is right,"
                        + " and that the identity is allowed dynamodb:"
                        + target.call()
                        + " on table/"
                        + table
                        + " (reading a table's items needs dynamodb:DescribeTable and"
                        + " dynamodb:Scan; another account allows them by a resource-based"
                        + " policy).";
            case INVALID_REQUEST:
                return ". Check that stream.arn or table-name, aws.region and"
                        + " scan.snapshot.endpoint fit together, and that a restored position"
                        + " belongs to this table."
                        + tableDestination;
            default:
                return ". If this persists, check the network, aws.region and"
                        + " scan.snapshot.endpoint."
                        + tableDestination;
        }
    }

    private String advice(Kind kind, CallTarget target) {
        switch (kind) {
            case EXPIRED_ITERATOR:
                return ". An iterator is valid for 15 minutes.";
            case THROTTLED:
                return ". Check how many consumers read this stream: the service allows two per"
                        + " shard.";
            case TRIMMED_DATA:
                return ". The records at this position are older than the 24 hours that the"
                        + " service keeps them.";
            case RESOURCE_NOT_FOUND:
                return ". Check stream.arn or table-name, aws.region and aws.endpoint; a stream or"
                        + " a shard disappears 24 hours after its end."
                        + destination;
            case ACCESS_DENIED:
                return ". Check the settings aws.credentials.*, that the machine's clock is right,"
                        + " and that the identity is allowed dynamodb:"
                        + target.call()
                        + " (the source needs dynamodb:ListStreams, dynamodb:DescribeStream,"
                        + " dynamodb:GetShardIterator and dynamodb:GetRecords on"
                        + " table/TABLE/stream/*).";
            case INVALID_REQUEST:
                return ". Check that stream.arn or table-name, aws.region and aws.endpoint fit"
                        + " together, and that a restored position belongs to this stream."
                        + destination;
            default:
                return ". If this persists, check the network, aws.region and aws.endpoint."
                        + destination;
        }
    }

    private static String codeOf(SdkServiceException failure) {
        return failure == null ? "" : code(failure);
    }

    private static String code(SdkServiceException failure) {
        if (!(failure instanceof AwsServiceException)) {
            return "";
        }
        AwsErrorDetails details = ((AwsServiceException) failure).awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static Throwable root(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static <X extends Throwable> X find(Throwable failure, Class<X> type) {
        for (Throwable inner = failure; inner != null; inner = inner.getCause()) {
            if (type.isInstance(inner)) {
                return type.cast(inner);
            }
        }
        return null;
    }
}
