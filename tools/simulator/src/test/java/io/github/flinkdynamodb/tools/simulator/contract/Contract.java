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
package io.github.flinkdynamodb.tools.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Cases that hold for every stand-in; see {@link Difference} for where one doesn't keep to them.
 */
interface Contract {

    String RESOURCE_NOT_FOUND = "ResourceNotFoundException";
    String VALIDATION = "ValidationException";

    /** The stand-in under test. */
    Service service();

    /** Sees that a call is answered with an error of the caller. */
    default void assertRefused(String code, ThrowingCallable call) {
        assertFails(code, 400, call);
    }

    /** Sees that a call is answered with an error. */
    default void assertFails(String code, int status, ThrowingCallable call) {
        DynamoDbException error = catchThrowableOfType(DynamoDbException.class, call);

        assertThat(error).as("an answer with " + code).isNotNull();
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(error.statusCode()).isEqualTo(status);
        assertThat(error.requestId()).isNotEmpty();
    }
}
