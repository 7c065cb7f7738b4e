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

import java.util.Collection;
import java.util.List;

/**
 * What comes out of comparing, one by one, what was in the table and what was written with what the
 * job committed.
 *
 * @param existing how many orders the table had when the job started
 * @param written how many changes were written since
 * @param received how many items and changes the job committed
 * @param lost how many of those orders and changes were never committed
 * @param duplicated how many committed items and changes had been committed before
 * @param outOfOrder how many came after a later change of the same order
 * @param wrong how many nobody wrote: another type, other images, unknown
 * @param miscounted for how many changes the count in the job's state is wrong
 */
record Verdict(
        int existing,
        int written,
        int received,
        int lost,
        int duplicated,
        int outOfOrder,
        int wrong,
        int miscounted) {

    /**
     * Compares.
     *
     * @param existing the insertions of the orders that the table had when the job started
     * @param written the changes that were written since
     * @param committed what the job committed, in that order
     * @return the verdict
     */
    static Verdict of(
            Collection<PlannedChange> existing,
            Collection<PlannedChange> written,
            List<OrderChange> committed) {
        Comparison comparison = new Comparison(existing, written);
        for (OrderChange change : committed) {
            if (change.isItem()) {
                comparison.item(change.id(), planned -> planned.isItem(change));
            } else if (comparison.change(change.id(), planned -> planned.matches(change))) {
                comparison.count(change.id(), change.count());
            }
        }
        return comparison.verdict();
    }

    /** Returns whether every figure is as it has to be. */
    boolean isGood() {
        return lost == 0 && duplicated == 0 && outOfOrder == 0 && wrong == 0 && miscounted == 0;
    }

    /** Returns the line that the quickstart ends with. */
    String line() {
        return "existing="
                + existing
                + " written="
                + written
                + " received="
                + received
                + " lost="
                + lost
                + " duplicated="
                + duplicated
                + " out_of_order="
                + outOfOrder;
    }
}
