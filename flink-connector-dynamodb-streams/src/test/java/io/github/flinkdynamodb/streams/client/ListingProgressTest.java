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
package io.github.flinkdynamodb.streams.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListingProgressTest {

    private final ListingProgress progress = new ListingProgress("start");

    @Test
    void pagesThatShowOtherElementsMoveOn() {
        for (int page = 0; page < 1_000; page++) {
            assertThat(progress.movesOn(List.of("s-" + page), "s-" + page)).isTrue();
        }
    }

    @Test
    void aPageThatLeadsToWhereTheListingHasBegunBeforeEndsIt() {
        assertThat(progress.movesOn(List.of("a"), "a")).isTrue();
        assertThat(progress.movesOn(List.of("b"), "b")).isTrue();

        assertThat(progress.movesOn(List.of("c"), "a")).isFalse();
        assertThat(progress.movesOn(List.of("d"), "start")).isFalse();
    }

    @Test
    void anEmptyPageInTheMiddleMovesOn() {
        assertThat(progress.movesOn(List.of("a"), "a")).isTrue();
        assertThat(progress.movesOn(List.of(), "b")).isTrue();
        assertThat(progress.movesOn(List.of("c"), "c")).isTrue();
    }

    @Test
    void manyPagesInARowThatShowNothingNewEndTheListing() {
        int pages = 0;
        while (progress.movesOn(List.of("a"), "next-" + pages)) {
            pages++;
        }

        assertThat(pages).isEqualTo(ListingProgress.MAX_PAGES_WITHOUT_NEWS);
    }
}
