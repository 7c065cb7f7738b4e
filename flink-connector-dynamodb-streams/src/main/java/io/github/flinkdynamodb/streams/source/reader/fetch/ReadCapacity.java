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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The read capacity that a reader may consume by scanning. A call waits until what it is expected
 * to cost has been saved, and is then charged with what the service says that it has cost. So over
 * a minute no more is consumed than was granted, unless a single item costs more than that, or so
 * little is granted that one page more or less counts.
 *
 * <p>If the service throttles the table, half of that is consumed, and slowly more again, up to
 * what is granted; or beyond it, if what is granted is only what a table on demand begins with. All
 * but {@link #granted(double, boolean)} belongs to the fetcher thread.
 */
@Internal
public final class ReadCapacity {

    private static final Logger LOG = LoggerFactory.getLogger(ReadCapacity.class);

    private static final double BYTES_A_UNIT = 4096;

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

    /** What is reserved while nothing is limited. */
    private static final double FREE = Double.POSITIVE_INFINITY;

    private static final double MILLIS = 1000;

    /** A page of 1 MB doesn't have more. */
    private static final int MOST_ITEMS = 1 << 20;

    /** How much the newest page counts in the average. */
    private static final double WEIGHT = 0.3;

    /** What a reader may consume. */
    private static final class Grant {
        final double unitsPerSecond;
        final boolean mayGrow;

        Grant(double unitsPerSecond, boolean mayGrow) {
            this.unitsPerSecond = unitsPerSecond;
            this.mayGrow = mayGrow;
        }
    }

    private final ReaderClock clock;
    private final ReadPace pace;
    private volatile Grant grant;

    /** What stands for the grant if nothing is limited, once the service has throttled. */
    private double found = FREE;

    /** Whether a call has had to wait since the balance was counted. */
    private boolean hasWaited;

    /** What is saved, less what is reserved; negative as long as planned calls have to wait. */
    private double balance;

    /** Up to when the balance counts, and the units a second that are saved from then on. */
    private long countedUntil;

    private double rate;

    /** What pages without a limit have cost on average. */
    private double unitsAPage = UNITS_A_PAGE;

    /**
     * What an item has cost on average, once there was one. Costs are rounded up: as long as no
     * page has cost more than the least, an item may cost much less.
     */
    private double unitsAnItem;

    private boolean any;
    private boolean hasEstimated;
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
        this.pace = new ReadPace(clock);
        this.grant = new Grant(unitsPerSecond, false);
        this.rate = unitsPerSecond * PART_USED;
        this.countedUntil = clock.millis();
    }

    /**
     * Changes what the reader may consume. May be called from any thread.
     *
     * @param unitsPerSecond units a second, greater than 0
     * @param mayGrow whether more may be consumed as long as the service doesn't throttle
     */
    public void granted(double unitsPerSecond, boolean mayGrow) {
        grant = new Grant(unitsPerSecond, mayGrow);
    }

    /** Returns what the reader may consume, in units a second; infinite for as much as it can. */
    double granted() {
        return grant.unitsPerSecond;
    }

    /**
     * Notes that the service has throttled the table: half as much is consumed from now on, by what
     * was consumed lately if nothing was limited.
     *
     * @return whether that is less than before, so that calls have to be planned again
     */
    boolean throttled() {
        if (Double.isInfinite(granted()) && Double.isInfinite(found)) {
            double lately = pace.consumedPerSecond();
            found = lately == 0 ? UNITS_A_PAGE : Math.max(lately, FIRST_UNITS);
        }
        boolean isLess = pace.halve();
        if (isLess) {
            LOG.debug("Throttled: {} read capacity units a second are consumed", paced());
        }
        return isLess;
    }

    /** Returns what is to be consumed a second, in units; infinite for as much as there is. */
    private double paced() {
        double units = granted();
        return (Double.isInfinite(units) ? found : units) * pace.part();
    }

    /**
     * Plans a call, which may be made after {@link #millisToSave()}. {@link #save()} comes before,
     * and before a {@link #refund} for the same call, so that nothing of it is lost.
     *
     * @return how many units are reserved for it; {@link #FREE} if nothing is limited
     */
    double reserve() {
        if (Double.isInfinite(rate)) {
            return FREE;
        }
        double units = expectedUnits();
        balance -= units;
        return units;
    }

    /** Returns in how many milliseconds the call may be made that was planned last. */
    long millisToSave() {
        hasWaited |= balance < 0;
        return balance >= 0 ? 0 : (long) Math.ceil(-balance / rate * MILLIS);
    }

    /**
     * Adds what has been saved, up to what may be saved beyond what is reserved; from now on it is
     * saved by the newest grant.
     */
    void save() {
        long now = clock.millis();
        double saved = Double.isInfinite(rate) ? 0 : (now - countedUntil) * rate / MILLIS;
        countedUntil = now;
        boolean mayGrow = grant.mayGrow || Double.isInfinite(granted());
        pace.grow(hasWaited, mayGrow ? FREE : 1);
        hasWaited = false;
        rate = paced() * PART_USED;
        balance = Double.isInfinite(rate) ? 0 : Math.min(balance + saved, rate * SECONDS_A_PAGE);
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
     * Returns what a page has cost: by the service, or by its size if the service doesn't say it.
     * DynamoDB always does; servers that stand in for it may not.
     *
     * @param bytes the size of the page
     * @param isConsistent whether it was read strongly consistent, which costs twice as much
     * @return units
     */
    double unitsOf(ScanSummary page, int bytes, boolean isConsistent) {
        if (page.units > 0 || page.items == 0) {
            return page.units;
        }
        if (!hasEstimated && !Double.isInfinite(rate)) {
            hasEstimated = true;
            LOG.warn(
                    "A page of Scan has no ConsumedCapacity: what the scan consumes is estimated by"
                            + " the size of its pages. Check that '{}' points to DynamoDB",
                    DynamoDbStreamsSourceOptions.SNAPSHOT_ENDPOINT.key());
        }
        return Math.ceil(bytes / BYTES_A_UNIT) / (isConsistent ? 1 : 2);
    }

    /**
     * Charges a call.
     *
     * @param reserved what was reserved for it; if it was {@link #FREE}, it stays free
     * @param items how many items its page had
     * @param units what it cost, by the service
     * @return whether it is the first that says what items cost, so that other calls were planned
     *     without that
     */
    boolean paid(double reserved, int items, double units) {
        charge(units - reserved);
        pace.consumed(units);
        boolean isFirst = !any;
        if (items > 0 && units > 0) {
            learn(items, units);
        }
        return isFirst && any;
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
        if (!Double.isInfinite(units) && !Double.isInfinite(rate)) {
            balance -= units;
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
        double units = paced() * PART_USED * SECONDS_A_PAGE;
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
