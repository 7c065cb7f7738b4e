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
package io.github.flinkdynamodb.streams.source.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataLossHandlerTest {

    private final AtomicInteger counted = new AtomicInteger();

    private DataLossHandler handler(DataLossPolicy policy) {
        return new DataLossHandler(policy, counted::incrementAndGet);
    }

    @Test
    void aLossThatFailsTheJobSaysHowToContinueAndIsNotCounted() {
        DataLossHandler handler = handler(DataLossPolicy.FAIL);

        assertThatThrownBy(
                        () -> handler.onLoss("shard s1 is gone.", "without it", IOException::new))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Data loss: shard s1 is gone. To continue without it, set"
                                + " 'scan.on-data-loss' = 'continue'; otherwise start the job"
                                + " without its state");
        assertThat(counted).hasValue(0);
    }

    @Test
    void aLossThatIsAcceptedIsCounted() throws IOException {
        handler(DataLossPolicy.CONTINUE)
                .onLoss("shard s1 is gone.", "without it", IOException::new);

        assertThat(counted).hasValue(1);
    }

    @Test
    void aLossThatIsToBeRepairedFailsTheJobAndIsNotCounted() {
        DataLossHandler handler = handler(DataLossPolicy.REPAIR);

        assertThatThrownBy(
                        () -> handler.onLoss("shard s1 is gone.", "without it", IOException::new))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Data loss: shard s1 is gone. It is repaired when the job is restored, as"
                                + " far as the state allows, because 'scan.on-data-loss' ="
                                + " 'repair'");
        assertThat(counted).hasValue(0);
    }

    @Test
    void aLossThatNoRepairHelpsWithSaysSo() {
        DataLossHandler handler = handler(DataLossPolicy.REPAIR);

        assertThatThrownBy(
                        () ->
                                handler.onUnrepairableLoss(
                                        "the table has another stream.",
                                        "with it",
                                        IOException::new))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Data loss: the table has another stream. That can't be repaired: start the"
                                + " job without its state");
        assertThat(counted).hasValue(0);
    }

    @Test
    void aLossThatNoRepairHelpsWithMayBeAccepted() throws IOException {
        handler(DataLossPolicy.CONTINUE)
                .onUnrepairableLoss("the table has another stream.", "with it", IOException::new);

        assertThat(counted).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(DataLossPolicy.class)
    void whileItemsAreReconciledEachLossFailsTheJob(DataLossPolicy policy) throws IOException {
        AtomicBoolean reconciling = new AtomicBoolean(true);
        DataLossHandler handler =
                new DataLossHandler(policy, counted::incrementAndGet, reconciling::get);

        assertThatThrownBy(
                        () -> handler.onLoss("shard s1 is gone.", "without it", IOException::new))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Data loss: shard s1 is gone. The items of the table are being reconciled"
                                + " with their changes, none of which may be missing, whatever"
                                + " 'scan.on-data-loss' says: start the job without its state");
        assertThat(counted).hasValue(0);
    }

    @Test
    void onceItemsAreReconciledALossIsAcceptedAgain() throws IOException {
        AtomicBoolean reconciling = new AtomicBoolean(true);
        DataLossHandler handler =
                new DataLossHandler(
                        DataLossPolicy.CONTINUE, counted::incrementAndGet, reconciling::get);
        reconciling.set(false);

        handler.onLoss("shard s1 is gone.", "without it", IOException::new);

        assertThat(counted).hasValue(1);
    }
}
