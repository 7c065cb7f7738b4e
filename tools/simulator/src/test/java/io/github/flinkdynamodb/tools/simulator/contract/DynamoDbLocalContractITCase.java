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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** DynamoDB Local keeps to the contract, but for what {@link Difference} lists. */
class DynamoDbLocalContractITCase
        implements StreamsContract,
                IteratorsContract,
                RecordsContract,
                RefusedWritesContract,
                WireContract,
                ScanContract,
                RefusedScansContract {

    private static Service service;

    @BeforeAll
    static void start() {
        service = DynamoDbLocalService.start();
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @Override
    public Service service() {
        return service;
    }
}
