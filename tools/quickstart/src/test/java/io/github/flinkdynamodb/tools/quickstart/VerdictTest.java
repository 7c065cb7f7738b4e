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

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private final List<PlannedChange> written = Changes.planned(200);
    private final List<OrderChange> committed = Changes.committed(written);

    @Test
    void allOnceAndInOrderIsGood() {
        Verdict verdict = Verdict.of(List.of(), written, committed);

        assertThat(verdict.isGood()).isTrue();
        assertThat(verdict.line())
                .isEqualTo(
                        "existing=0 written=200 received=200 lost=0 duplicated=0 out_of_order=0");
    }

    @Test
    void missingChangeIsLost() {
        committed.remove(17);

        Verdict verdict = Verdict.of(List.of(), written, committed);

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.line())
                .isEqualTo(
                        "existing=0 written=200 received=199 lost=1 duplicated=0 out_of_order=0");
    }

    @Test
    void repeatedChangeIsDuplicated() {
        committed.add(committed.get(17));

        Verdict verdict = Verdict.of(List.of(), written, committed);

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.line())
                .isEqualTo(
                        "existing=0 written=200 received=201 lost=0 duplicated=1 out_of_order=0");
    }

    @Test
    void lossAndRepetitionDoNotCancelOut() {
        committed.set(17, committed.get(18));

        Verdict verdict = Verdict.of(List.of(), written, committed);

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.line())
                .isEqualTo(
                        "existing=0 written=200 received=200 lost=1 duplicated=1 out_of_order=0");
    }

    @Test
    void earlierChangeOfAnOrderAfterALaterOneIsOutOfOrder() {
        String order = committed.get(0).orderId();
        List<Integer> places =
                IntStream.range(0, committed.size())
                        .filter(i -> committed.get(i).orderId().equals(order))
                        .boxed()
                        .toList();
        Collections.swap(committed, places.get(0), places.get(1));

        Verdict verdict = Verdict.of(List.of(), written, committed);

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.line())
                .isEqualTo(
                        "existing=0 written=200 received=200 lost=0 duplicated=0 out_of_order=1");
    }

    @Test
    void changesOfDifferentOrdersMayComeInAnyOrder() {
        committed.sort(Comparator.comparing(OrderChange::orderId));

        assertThat(Verdict.of(List.of(), written, committed).isGood()).isTrue();
    }

    @Test
    void changeWithAnotherImageIsWrongAndTheWrittenOneLost() {
        OrderChange right = committed.get(0);
        committed.set(
                0,
                new OrderChange(
                        right.orderId(),
                        right.version(),
                        right.type(),
                        right.newImage().replace("\"status\"=\"NEW\"", "\"status\"=\"PAID\""),
                        right.oldImage(),
                        right.summary(),
                        right.count()));

        Verdict verdict = Verdict.of(List.of(), written, committed);

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.wrong()).isEqualTo(1);
        assertThat(verdict.lost()).isEqualTo(1);
    }

    @Test
    void changeThatNobodyWroteIsWrong() {
        committed.add(Changes.change("order-99999", 1));

        Verdict verdict = Verdict.of(List.of(), written, committed);

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.wrong()).isEqualTo(1);
    }

    @Test
    void countOfTheStateThatIsNotTheVersionIsMiscounted() {
        committed.set(17, committed.get(17).withCount(committed.get(17).version() + 1));

        Verdict verdict = Verdict.of(List.of(), written, committed);

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.miscounted()).isEqualTo(1);
    }
}
