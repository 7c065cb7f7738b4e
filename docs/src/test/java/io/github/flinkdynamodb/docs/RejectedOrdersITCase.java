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

import io.github.flinkdynamodb.docs.examples.RejectedOrders;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of dead letters runs: what the schema rejects is in the side output, whole. */
class RejectedOrdersITCase {

    @Test
    void theRejectedOrderIsInTheSideOutput() throws Exception {
        List<String> arrived = RejectedOrders.run();

        assertThat(arrived).hasSize(3).contains("o1: 20", "o3: 5");
        assertThat(arrived)
                .filteredOn(text -> text.startsWith("orders: INSERT, "))
                .hasSize(1)
                .first()
                .asString()
                .contains("IllegalStateException")
                .contains("\"NewImage\":{\"orderId\":{\"S\":\"o2\"},\"total\":{\"S\":\"twenty\"}}");
    }
}
