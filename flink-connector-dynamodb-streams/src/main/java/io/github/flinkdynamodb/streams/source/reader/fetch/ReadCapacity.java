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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.client.SegmentScan;
import org.apache.flink.annotation.Internal;

/**
 * The read capacity that a reader may consume by scanning. A call waits until what it is expected
 * to cost has been saved, and is then charged with what the service says that it has cost. So over
 * a minute no more is consumed than was granted, unless a single item costs more than that. All but
 * {@link #granted(double)} belongs to the fetcher thread.
 */
@Internal
public final class ReadCapacity {

    /** One unit is 4 KB that are read strongly consistent, and a page has 1 MB at most. */
    private static final double UNITS_A_PAGE = 256;

    /** The rest is for what has been saved while no call waited, and for pages that cost more. */
    private static final double PART_USED = 0.97;

    /** What a page costs at least; half of it if items are read eventually consistent. */
    private static final double LEAST_UNITS = 1;

    /** What a page may cost, and what is saved at most while no call waits, in seconds' worth. */
    private static final double SECONDS_A_PAGE = 0.5;

    /** What the first page, of one item, is expected to cost: 32 KB. */
    private static final double FIRST_UNITS = 8;

    private static final double MILLIS = 1000;

    /** A page of 1 MB doesn't have more. */
    private static final int MOST_ITEMS = 1 << 20;

    /** How much the newest page counts in the average. */
    private static final double WEIGHT = 0.3;

    private final ReaderClock clock;
    private volatile double granted;

    /** When all calls that have been planned will be saved up for; in the past if there is more. */
    private double savedAt;

    private double now;

    /** What pages without a limit have cost on average. */
    private double unitsAPage = UNITS_A_PAGE;

    /**
     * What an item has cost on average, once there was one. Costs are rounded up: as long as no
     * page has cost more than the least, an item may cost much less.
     */
    private double unitsAnItem;

    private boolean any;
    private boolean measured;

    /** How many items a page had that cost no more than the least, since one has cost more. */
    private int itemsForLeast;

    /**
     * Creates the capacity.
     *
     * @param clock the time
     * @param unitsPerSecond what the reader may consume until it is told otherwise; infinite for as
     *     much as it can
     */
    public ReadCapacity(ReaderClock clock, double unitsPerSecond) {
        this.clock = clock;
        this.granted = unitsPerSecond;
        this.savedAt = clock.millis();
    }

    /**
     * Changes what the reader may consume. May be called from any thread.
     *
     * @param unitsPerSecond units a second, greater than 0
     */
    public void granted(double unitsPerSecond) {
        granted = unitsPerSecond;
    }

    /**
     * Plans a call, which may be made after {@link #millisToSave()}.
     *
     * @return how many units are reserved for it
     */
    double reserve() {
        now = clock.millis();
        double rate = granted * PART_USED;
        if (Double.isInfinite(rate)) {
            savedAt = now;
            return 0;
        }
        double units = expectedUnits();
        savedAt = Math.max(savedAt, now - SECONDS_A_PAGE * MILLIS) + units / rate * MILLIS;
        return units;
    }

    /** Returns in how many milliseconds the call may be made that was planned last. */
    long millisToSave() {
        return (long) Math.ceil(Math.max(0, savedAt - now));
    }

    private double expectedUnits() {
        int limit = limit();
        if (limit == SegmentScan.UNLIMITED) {
            return unitsAPage;
        }
        return any ? limit * unitsAnItem : FIRST_UNITS;
    }

    /** Takes back what was reserved for a call that has failed or isn't made, and costs nothing. */
    void refund(double reserved) {
        charge(-reserved);
    }

    /**
     * Charges a call.
     *
     * @param reserved what was reserved for it
     * @param items how many items its page had
     * @param units what it cost, by the service
     */
    void paid(double reserved, int items, double units) {
        charge(units - reserved);
        if (items > 0 && units > 0) {
            learn(items, units);
        }
    }

    private void learn(int items, double units) {
        if (limit() == SegmentScan.UNLIMITED) {
            unitsAPage += WEIGHT * (units - unitsAPage);
        }
        double each = units / items;
        if (units <= LEAST_UNITS) {
            itemsForLeast = Math.max(itemsForLeast, items);
            unitsAnItem = any ? Math.min(unitsAnItem, each) : each;
        } else {
            itemsForLeast = 0;
            unitsAnItem += (measured ? WEIGHT : 1) * (each - unitsAnItem);
            measured = true;
        }
        any = true;
    }

    private void charge(double units) {
        double rate = granted * PART_USED;
        if (!Double.isInfinite(rate)) {
            savedAt += units / rate * MILLIS;
        }
    }

    /**
     * Returns how many items a page may have, so that it costs no more than half a second's worth,
     * or than a page costs at least. Before anything is known of their size, it is one; and twice
     * as many as in the page before, as long as pages cost the least.
     *
     * @return the number, at least 1; {@link SegmentScan#UNLIMITED} if any page costs less
     */
    int limit() {
        double units = granted * PART_USED * SECONDS_A_PAGE;
        if (units >= UNITS_A_PAGE) {
            return SegmentScan.UNLIMITED;
        }
        if (!any) {
            return 1;
        }
        double items = Math.max(units, LEAST_UNITS) / unitsAnItem;
        return (int) Math.max(1, Math.min(MOST_ITEMS, Math.max(items, 2.0 * itemsForLeast)));
    }
}
