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
package io.github.flinkdynamodb.streams.table.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.flinkdynamodb.streams.model.Hash128;
import org.junit.jupiter.api.Test;

class KeyStateTest {

    private static final Hash128 ROW = new Hash128(1, 2);

    /** A state of the operator may hold either: it was written with or without the first half. */
    @Test
    void theStateWithinAnUpdateFollowsFromTheOneBeforeIt() {
        assertThat(KeyState.NONE.afterFirstHalf()).isEqualTo(KeyState.STARTING);
        assertThat(KeyState.row(ROW).afterFirstHalf()).isEqualTo(KeyState.UPDATING);
        assertThat(KeyState.STARTING.afterFirstHalf()).isEqualTo(KeyState.STARTING);
        assertThat(KeyState.UPDATING.afterFirstHalf()).isEqualTo(KeyState.UPDATING);
    }

    @Test
    void noUpdateOfADeletedItemIsHalfThrough() {
        assertThatIllegalStateException()
                .isThrownBy(KeyState.GONE::afterFirstHalf)
                .withMessageContaining("report this as a bug");
    }
}
