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
package io.github.flinkdynamodb.tools.dynamodblocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {

    @Test
    void portsAreBelowThoseOfClientsAndDiffer() {
        int first = FreePort.find();
        int second = FreePort.find();

        assertThat(first).isBetween(FreePort.FIRST, FreePort.FIRST + FreePort.COUNT - 1);
        assertThat(second).isBetween(FreePort.FIRST, 32_767).isNotEqualTo(first);
    }

    @Test
    void portThatIsTakenIsPassedOver() throws Exception {
        int next = FreePort.find() + 1;
        int wrapped = next == FreePort.FIRST + FreePort.COUNT ? FreePort.FIRST : next;
        try (ServerSocket taken =
                new ServerSocket(wrapped, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(FreePort.find()).isNotEqualTo(taken.getLocalPort());
        }
    }
}
