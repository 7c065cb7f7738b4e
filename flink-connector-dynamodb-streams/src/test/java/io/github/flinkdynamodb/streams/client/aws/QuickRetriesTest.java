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

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class QuickRetriesTest {

    @ParameterizedTest
    @CsvSource({
        "InternalServerError, 500, true",
        "Unknown, 502, true",
        "ServiceUnavailable, 503, true",
        "RequestTimeTooSkewed, 400, true",
        "ThrottlingException, 400, false",
        "ThrottlingException, 503, false",
        "ProvisionedThroughputExceededException, 400, false",
        "LimitExceededException, 400, false",
        "Unknown, 429, false",
        "ExpiredIteratorException, 400, false",
        "ExpiredTokenException, 400, false",
        "ResourceNotFoundException, 400, false",
        "ValidationException, 400, false",
        "AccessDeniedException, 403, false"
    })
    void onlyFailuresInsideTheServiceAndAWrongClockAreRetriedAtOnce(
            String code, int status, boolean retried) {
        assertThat(QuickRetries.isWorthARetry(ErrorClassifierTest.service(code, status)))
                .isEqualTo(retried);
    }

    @Test
    void brokenConnectionsAndBodiesAreRetriedAtOnce() {
        assertThat(QuickRetries.isWorthARetry(RetryableException.create("checksum"))).isTrue();
        assertThat(QuickRetries.isWorthARetry(ApiCallAttemptTimeoutException.create(1))).isTrue();
        assertThat(
                        QuickRetries.isWorthARetry(
                                SdkClientException.create(
                                        "wrapped", ApiCallAttemptTimeoutException.create(1))))
                .isTrue();
        assertThat(
                        QuickRetries.isWorthARetry(
                                SdkClientException.create(
                                        "wrapped", RetryableException.create("checksum"))))
                .isTrue();
        assertThat(QuickRetries.isWorthARetry(SdkClientException.create("x", new IOException())))
                .isTrue();
    }

    @Test
    void whatARetryCannotHelpIsNotRetried() {
        Throwable credentials =
                SdkClientException.create("x", new CredentialsException("x", new IOException()));

        assertThat(QuickRetries.isWorthARetry(ApiCallTimeoutException.create(1))).isFalse();
        assertThat(QuickRetries.isWorthARetry(SdkClientException.create("x"))).isFalse();
        assertThat(QuickRetries.isWorthARetry(new IllegalArgumentException("x"))).isFalse();
        assertThat(QuickRetries.isWorthARetry(DynamoDbException.builder().build())).isFalse();
        assertThat(QuickRetries.isWorthARetry(credentials)).isFalse();
    }
}
