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
package io.github.flinkdynamodb.tools.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionTest {

    private final Transaction.Serializer serializer = new Transaction.Serializer();

    @Test
    void transactionSurvivesACheckpoint() throws IOException {
        List<OrderChange> changes = Changes.committed(Changes.planned(100));
        Transaction transaction = new Transaction("id", changes);

        Transaction copy =
                serializer.deserialize(serializer.getVersion(), serializer.serialize(transaction));

        assertThat(copy).isEqualTo(transaction);
    }

    @Test
    void unknownVersionIsRefused() {
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2");
    }
}
