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

import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * What the SDK retries by itself: failures that have usually passed a moment later. Throttling is
 * left to the connector, which backs off the one shard that is throttled; and no budget of retries
 * is shared, so that one bad shard takes nothing from the others.
 */
final class QuickRetries {

    static final int MAX_ATTEMPTS = 3;

    private QuickRetries() {}

    /**
     * Creates the strategy.
     *
     * @return a strategy for one client
     */
    static RetryStrategy strategy() {
        return DefaultRetryStrategy.standardStrategyBuilder()
                .maxAttempts(MAX_ATTEMPTS)
                .circuitBreakerEnabled(false)
                .useClientDefaults(false)
                .retryOnException(QuickRetries::isWorthARetry)
                .backoffStrategy(
                        BackoffStrategy.exponentialDelay(
                                Duration.ofMillis(50), Duration.ofMillis(500)))
                .build();
    }

    /**
     * Returns whether the same request may well succeed at once.
     *
     * @param failure what the attempt ended with
     * @return true for 5xx, a wrong clock (the SDK corrects it), a time-out of the attempt, a body
     *     that failed its check, and I/O errors
     */
    static boolean isWorthARetry(Throwable failure) {
        if (failure instanceof SdkServiceException) {
            SdkServiceException service = (SdkServiceException) failure;
            return !RetryUtils.isThrottlingException(service)
                    && (service.statusCode() >= 500 || RetryUtils.isClockSkewException(service));
        }
        return failure instanceof SdkException && hasPassingCause(failure);
    }

    /** On the asynchronous path the SDK wraps what an attempt ended with, but not always. */
    private static boolean hasPassingCause(Throwable failure) {
        for (Throwable inner = failure; inner != null; inner = inner.getCause()) {
            if (inner instanceof CredentialsException) {
                return false;
            }
            if (inner instanceof IOException
                    || inner instanceof RetryableException
                    || inner instanceof ApiCallAttemptTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
