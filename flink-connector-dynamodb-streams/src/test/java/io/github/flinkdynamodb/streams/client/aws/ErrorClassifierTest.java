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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.sts.model.StsException;

class ErrorClassifierTest {

    private static final CallTarget TARGET =
            CallTarget.shardIterator("arn:stream", "shardId-1", "TRIM_HORIZON");

    private final ErrorClassifier fixedCredentials =
            new ErrorClassifier(
                    false,
                    Region.EU_WEST_1,
                    URI.create("http://127.0.0.1:8000"),
                    URI.create("http://127.0.0.1:8001"));
    private final ErrorClassifier renewingCredentials =
            new ErrorClassifier(true, Region.EU_WEST_1, null, null);

    @ParameterizedTest
    @CsvSource({
        "ThrottlingException, 400, THROTTLED",
        "Throttling, 400, THROTTLED",
        "ProvisionedThroughputExceededException, 400, THROTTLED",
        "RequestLimitExceeded, 400, THROTTLED",
        "LimitExceededException, 400, THROTTLED",
        "TooManyRequestsException, 400, THROTTLED",
        "SomethingElse, 429, THROTTLED",
        "ThrottlingException, 503, THROTTLED",
        "ExpiredIteratorException, 400, EXPIRED_ITERATOR",
        "TrimmedDataAccessException, 400, TRIMMED_DATA",
        "ResourceNotFoundException, 400, RESOURCE_NOT_FOUND",
        "InternalServerError, 500, TRANSIENT",
        "InternalFailure, 500, TRANSIENT",
        "ServiceUnavailable, 503, TRANSIENT",
        "SomethingElse, 502, TRANSIENT",
        "RequestTimeout, 400, TRANSIENT",
        "SomethingElse, 408, TRANSIENT",
        "AccessDeniedException, 400, ACCESS_DENIED",
        "UnrecognizedClientException, 400, ACCESS_DENIED",
        "InvalidSignatureException, 400, ACCESS_DENIED",
        "IncompleteSignatureException, 400, ACCESS_DENIED",
        "MissingAuthenticationTokenException, 400, ACCESS_DENIED",
        "InvalidClientTokenId, 403, ACCESS_DENIED",
        "SomethingElse, 401, ACCESS_DENIED",
        "SomethingElse, 403, ACCESS_DENIED",
        "ValidationException, 400, INVALID_REQUEST",
        "SerializationException, 400, INVALID_REQUEST",
        "UnknownOperationException, 400, INVALID_REQUEST",
        "SomethingElse, 404, INVALID_REQUEST"
    })
    void errorsOfTheServiceAreToldApartByTheirCode(String code, int status, Kind kind) {
        AwsServiceException failure = service(code, status);

        assertThat(classify(failure).kind()).isEqualTo(kind);
    }

    @Test
    void modelledExceptionsOfTheSdkAreKnown() {
        assertThat(
                        classify(
                                modelled(
                                        ExpiredIteratorException.builder(),
                                        "ExpiredIteratorException")))
                .returns(Kind.EXPIRED_ITERATOR, StreamsException::kind);
        assertThat(
                        classify(
                                modelled(
                                        TrimmedDataAccessException.builder(),
                                        "TrimmedDataAccessException")))
                .returns(Kind.TRIMMED_DATA, StreamsException::kind);
        assertThat(
                        classify(
                                modelled(
                                        ResourceNotFoundException.builder(),
                                        "ResourceNotFoundException")))
                .returns(Kind.RESOURCE_NOT_FOUND, StreamsException::kind);
        assertThat(classify(modelled(LimitExceededException.builder(), "LimitExceededException")))
                .returns(Kind.THROTTLED, StreamsException::kind);
        assertThat(
                        classify(
                                modelled(
                                        InternalServerErrorException.builder(),
                                        "InternalServerError")))
                .returns(Kind.TRANSIENT, StreamsException::kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
    void expiredCredentialsAreWorthARetryOnlyWhereTheyAreRenewed(String code) {
        AwsServiceException failure = service(code, 400);

        assertThat(fixedCredentials.classify(TARGET, failure).kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(renewingCredentials.classify(TARGET, failure).kind()).isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void timeOutsAndBrokenConnectionsAreTransient() {
        assertTransient(ApiCallTimeoutException.create(30_000));
        assertTransient(ApiCallAttemptTimeoutException.create(10_000));
        assertTransient(RetryableException.create("checksum"));
        assertTransient(SdkClientException.create("send", new IOException("reset")));
        assertTransient(SdkClientException.create("send", new UnknownHostException("nowhere")));
        assertTransient(new ConnectException("refused"));
        assertTransient(new TimeoutException("late"));
        assertTransient(SdkClientException.create("Unable to unmarshall response"));
    }

    @Test
    void refusedConnectionIsToldWithTheAddressThatRefused() {
        Throwable refused = new ConnectException("Connection refused: /127.0.0.1:8000");

        StreamsException failure = classify(SdkClientException.create("Unable to send", refused));

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure)
                .hasMessageContaining("Connection refused: /127.0.0.1:8000")
                .hasMessageContaining(
                        "aws.endpoint. The calls go to http://127.0.0.1:8000 with the region");
    }

    @Test
    void programmingErrorsAreNotRetried() {
        assertThat(classify(new IllegalArgumentException("limit")).kind())
                .isEqualTo(Kind.INVALID_REQUEST);
        assertThat(classify(new NullPointerException()).kind()).isEqualTo(Kind.INVALID_REQUEST);
    }

    @Test
    void wrappersOfFuturesAreTakenOff() {
        AwsServiceException inner = service("ThrottlingException", 400);

        StreamsException failure = classify(new CompletionException(new ExecutionException(inner)));

        assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(failure).hasNoCause().hasSuppressedException(inner);
    }

    @Test
    void failureThatIsClassifiedAlreadyStaysAsItIs() {
        StreamsException known = new StreamsException(Kind.TRIMMED_DATA, "known", null);

        assertThat(classify(new CompletionException(known))).isSameAs(known);
    }

    @Test
    void missingCredentialsAreDeniedAndNamed() {
        Throwable failure =
                SdkClientException.create(
                        "wrapped",
                        new CredentialsException(
                                "no credentials from PROFILE profile=p",
                                SdkClientException.create("Profile 'p' does not exist")));

        StreamsException classified = classify(failure);

        assertThat(classified.kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(classified)
                .hasMessageContaining("PROFILE profile=p")
                .hasMessageContaining("Profile 'p' does not exist")
                .hasMessageContaining("aws.credentials.*");
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDenied, 403, ACCESS_DENIED",
        "ValidationError, 400, ACCESS_DENIED",
        "InternalFailure, 500, TRANSIENT",
        "IDPCommunicationError, 400, TRANSIENT",
        "Throttling, 400, THROTTLED"
    })
    void failureOfStsIsDeniedUnlessItPasses(String code, int status, Kind kind) {
        AwsServiceException sts =
                StsException.builder().awsErrorDetails(details(code)).statusCode(status).build();

        StreamsException classified = classify(new CredentialsException("no credentials", sts));

        assertThat(classified.kind()).isEqualTo(kind);
        assertThat(classified).hasMessageContaining(code);
    }

    @Test
    void credentialsThatCannotBeFetchedOverTheNetworkAreTransient() {
        Throwable lost = SdkClientException.create("sts", new ConnectException("refused"));

        assertThat(classify(new CredentialsException("no credentials", lost)).kind())
                .isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void messageNamesCallResourceAndReason() {
        assertThat(classify(service("AccessDeniedException", 400)).getMessage())
                .startsWith(
                        "GetShardIterator for shard shardId-1 of stream arn:stream at TRIM_HORIZON"
                                + " failed: AccessDeniedException: the reason")
                .contains("dynamodb:GetShardIterator")
                .contains("dynamodb:ListStreams")
                .contains("dynamodb:DescribeStream")
                .contains("dynamodb:GetRecords");
        assertThat(classify(service("ResourceNotFoundException", 400)).getMessage())
                .contains("stream.arn")
                .contains("aws.region");
        assertThat(classify(service("TrimmedDataAccessException", 400)).getMessage())
                .contains("24 hours");
        assertThat(classify(service("ExpiredIteratorException", 400)).getMessage())
                .contains("15 minutes");
        assertThat(classify(service("LimitExceededException", 400)).getMessage())
                .contains("two per shard");
        assertThat(classify(SdkClientException.create("x", new UnknownHostException("nowhere"))))
                .hasMessageContaining("nowhere")
                .hasMessageContaining("aws.endpoint");
    }

    @Test
    void messageSaysWhereTheCallsGoWhereThatMayBeWrong() {
        String given = " The calls go to http://127.0.0.1:8000 with the region eu-west-1.";
        String own = " The calls go to the service's own endpoint with the region eu-west-1.";
        Throwable late = ApiCallAttemptTimeoutException.create(10_000);

        assertThat(classify(late)).hasMessageEndingWith(given);
        assertThat(classify(service("ResourceNotFoundException", 400))).hasMessageEndingWith(given);
        assertThat(classify(service("ValidationException", 400))).hasMessageEndingWith(given);
        assertThat(renewingCredentials.classify(TARGET, late)).hasMessageEndingWith(own);
    }

    @Test
    void adviceOnTablesNamesTheirPermissionsBudgetAndEndpoint() {
        String given = " The calls go to http://127.0.0.1:8001 with the region eu-west-1.";

        assertThat(onTable(service("AccessDeniedException", 400)))
                .hasMessageStartingWith(
                        "Scan for segment 3 of table arn:t:table/Orders failed:"
                                + " AccessDeniedException: the reason")
                .hasMessageContaining("the identity is allowed dynamodb:Scan on table/Orders")
                .hasMessageEndingWith(
                        "(reading a table's items needs dynamodb:DescribeTable and dynamodb:Scan;"
                                + " another account allows them by a resource-based policy).");
        assertThat(onTable(service("ProvisionedThroughputExceededException", 400)))
                .hasMessageContaining(
                        "lower 'scan.snapshot.max-read-capacity', or raise the capacity.")
                .hasMessageNotContaining("shard");
        assertThat(onTable(service("ResourceNotFoundException", 400)))
                .hasMessageContaining(
                        "Check stream.arn or table-name, aws.region and scan.snapshot.endpoint;")
                .hasMessageEndingWith(given);
        assertThat(onTable(service("ValidationException", 400)))
                .hasMessageContaining(
                        "Check that stream.arn or table-name, aws.region and scan.snapshot.endpoint"
                                + " fit together")
                .hasMessageContaining("a restored position belongs to this table")
                .hasMessageEndingWith(given);
        assertThat(onTable(ApiCallAttemptTimeoutException.create(10_000)))
                .hasMessageContaining("aws.region and scan.snapshot.endpoint.")
                .hasMessageEndingWith(given);
    }

    private StreamsException onTable(Throwable failure) {
        SegmentScan page = SegmentScan.of("arn:t:table/Orders", 3, 4, true);
        return fixedCredentials.classify(CallTarget.scan(page), failure);
    }

    @Test
    void targetsNameWhatWasAskedFor() {
        assertThat(CallTarget.describeStream("arn:s"))
                .hasToString("DescribeStream for stream arn:s");
        assertThat(CallTarget.childShards("arn:s", "p"))
                .hasToString("DescribeStream for the children of shard p of stream arn:s");
        assertThat(CallTarget.listStreams("Orders")).hasToString("ListStreams for table Orders");
        assertThat(CallTarget.records("arn:s|1|secret"))
                .hasToString("GetRecords for a shard of stream arn:s");
        assertThat(CallTarget.records("secret|x")).hasToString("GetRecords for a shard");
        assertThat(CallTarget.describeTable("Orders"))
                .hasToString("DescribeTable for table Orders");
        assertThat(CallTarget.scan(SegmentScan.of("Orders", 0, 2, true).after("{\"secret\":1}")))
                .hasToString("Scan for segment 0 of table Orders");
    }

    private void assertTransient(Throwable failure) {
        StreamsException classified = classify(failure);
        assertThat(classified.kind()).as(failure.toString()).isEqualTo(Kind.TRANSIENT);
        assertThat(classified.isRetryable()).isTrue();
        assertThat(classified).hasNoCause();
        assertThat(classified.getSuppressed()[0]).hasToString(failure.toString());
    }

    private StreamsException classify(Throwable failure) {
        return fixedCredentials.classify(TARGET, failure);
    }

    static AwsServiceException service(String code, int status) {
        return DynamoDbException.builder()
                .message("the reason")
                .awsErrorDetails(details(code))
                .statusCode(status)
                .build();
    }

    private static AwsServiceException modelled(AwsServiceException.Builder builder, String code) {
        return builder.message("the reason")
                .awsErrorDetails(details(code))
                .statusCode(code.startsWith("Internal") ? 500 : 400)
                .build();
    }

    private static AwsErrorDetails details(String code) {
        return AwsErrorDetails.builder()
                .serviceName("DynamoDbStreams")
                .errorCode(code)
                .errorMessage("the reason")
                .build();
    }
}
