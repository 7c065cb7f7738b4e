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

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingReason;

/**
 * Why DynamoDB has throttled a call for a table, by the <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html">reasons</a>
 * that its errors have, such as {@code TableReadProvisionedThroughputExceeded}.
 */
final class ThrottlingReasons {

    /** A partition serves 3,000 read units a second, whatever the table has. */
    private static final String PARTITION = "KeyRangeThroughputExceeded";

    private ThrottlingReasons() {}

    /**
     * Returns whether nothing but a partition's limit was exceeded.
     *
     * @param failure what a call ended with, unwrapped
     * @return false if the table's or the account's was too, or the error gives no reason
     */
    static boolean isOfPartition(Throwable failure) {
        List<ThrottlingReason> reasons = reasons(failure);
        return !reasons.isEmpty()
                && reasons.stream()
                        .map(ThrottlingReason::reason)
                        .allMatch(reason -> reason != null && reason.endsWith(PARTITION));
    }

    private static List<ThrottlingReason> reasons(Throwable failure) {
        if (failure instanceof ProvisionedThroughputExceededException) {
            return ((ProvisionedThroughputExceededException) failure).throttlingReasons();
        }
        if (failure instanceof ThrottlingException) {
            return ((ThrottlingException) failure).throttlingReasons();
        }
        if (failure instanceof RequestLimitExceededException) {
            return ((RequestLimitExceededException) failure).throttlingReasons();
        }
        return List.of();
    }
}
