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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What comes out of comparing, change by change, what was written with what the job committed.
 *
 * @param written how many changes were written
 * @param received how many changes the job committed
 * @param lost how many written changes were never committed
 * @param duplicated how many committed changes had been committed before
 * @param outOfOrder how many changes came after a later change of the same order
 * @param wrong how many committed changes nobody wrote: another type, other images, unknown
 * @param miscounted for how many changes the count in the job's state isn't the order's version
 */
record Verdict(
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
     * @param written what was written
     * @param committed what the job committed, in that order
     * @return the verdict
     */
    static Verdict of(Collection<PlannedChange> written, List<OrderChange> committed) {
        Map<ChangeId, PlannedChange> expected =
                written.stream().collect(Collectors.toMap(PlannedChange::id, Function.identity()));
        Set<ChangeId> seen = new HashSet<>();
        Map<String, Long> latest = new HashMap<>();
        int duplicated = 0;
        int outOfOrder = 0;
        int wrong = 0;
        int miscounted = 0;
        for (OrderChange change : committed) {
            PlannedChange planned = expected.get(change.id());
            if (planned == null || !planned.matches(change)) {
                wrong++;
            } else if (!seen.add(change.id())) {
                duplicated++;
            } else {
                long before = latest.merge(change.orderId(), change.version(), Math::max);
                outOfOrder += before > change.version() ? 1 : 0;
                miscounted += change.count() != change.version() ? 1 : 0;
            }
        }
        return new Verdict(
                written.size(),
                committed.size(),
                expected.size() - seen.size(),
                duplicated,
                outOfOrder,
                wrong,
                miscounted);
    }

    /** Returns whether every figure is as it has to be. */
    boolean isGood() {
        return written == received
                && lost == 0
                && duplicated == 0
                && outOfOrder == 0
                && wrong == 0
                && miscounted == 0;
    }

    /** Returns the line that the quickstart ends with. */
    String line() {
        return "written="
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
