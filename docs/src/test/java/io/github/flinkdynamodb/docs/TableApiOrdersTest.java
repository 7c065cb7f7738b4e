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
package io.github.flinkdynamodb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.docs.examples.TableApiOrders;
import org.junit.jupiter.api.Test;

/** The example of the Table API is accepted by the planner. */
class TableApiOrdersTest {

    @Test
    void theQueryReadsTheTableOfTheConnector() {
        String plan = TableApiOrders.revenue().explain();

        assertThat(plan)
                .contains("TableSourceScan(table=[[default_catalog, default_database, orders")
                .contains("GroupAggregate(groupBy=[status]");
    }
}
