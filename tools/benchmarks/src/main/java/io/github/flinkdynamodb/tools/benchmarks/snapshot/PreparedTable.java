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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.tools.benchmarks.catchup.NumberedPage;
import io.github.flinkdynamodb.tools.benchmarks.catchup.PreparedStream;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A table of {@link Orders} of which each segment has the same number of full pages, however it is
 * divided. The items of a segment are counted from 0.
 *
 * @param segments into how many segments it is divided
 * @param pagesPerSegment how many pages each has
 * @param itemsPerPage how many items a page has
 * @param itemBytes about how many bytes of JSON an item has
 * @param mixed whether items have their attributes in any order, with a fifth of them left out
 */
record PreparedTable(
        int segments, long pagesPerSegment, int itemsPerPage, int itemBytes, boolean mixed) {

    static final String NAME = PreparedStream.TABLE;
    static final String ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/" + NAME;

    private static final int TEMPLATES = 8;
    private static final int UNIT_BYTES = 4096;
    private static final Pattern NUMBER = Pattern.compile("\"(" + Orders.FIRST_ORDER + ")\"");

    /** Prepares the pages that all the segments are served from in turn. */
    List<NumberedPage> templates() {
        List<NumberedPage> templates = new ArrayList<>();
        String begin =
                "{\"ConsumedCapacity\":{\"CapacityUnits\":"
                        + (double) itemsPerPage * itemBytes / UNIT_BYTES
                        + ",\"TableName\":\""
                        + NAME
                        + "\"},\"Count\":"
                        + itemsPerPage
                        + ",\"Items\":[";
        for (int seed = 0; seed < TEMPLATES; seed++) {
            templates.add(NumberedPage.of(begin, items(new Random(seed)), NUMBER));
        }
        return templates;
    }

    private List<String> items(Random random) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < itemsPerPage; i++) {
            items.add("{" + Orders.item(random, Orders.keys(random), mixed, itemBytes) + "}");
        }
        return items;
    }

    /** How many items a segment has. */
    long itemsPerSegment() {
        return pagesPerSegment * itemsPerPage;
    }

    /** How many items the table has. */
    long totalItems() {
        return segments * itemsPerSegment();
    }
}
