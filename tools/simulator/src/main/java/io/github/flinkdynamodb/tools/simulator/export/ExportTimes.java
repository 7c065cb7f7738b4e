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
package io.github.flinkdynamodb.tools.simulator.export;

import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Duration;
import java.time.Instant;

/** Refuses exports of times of which the service has no table, in the service's order. */
final class ExportTimes {

    private static final Duration LEAST = Duration.ofMinutes(15);
    private static final Duration MOST = Duration.ofHours(24);

    private ExportTimes() {}

    /**
     * Checks the times of a request.
     *
     * @param request one whose times are set
     * @throws ServiceException if the service would refuse it
     */
    static void check(SimulatedTable table, ExportRequest request, Instant now) {
        if (!request.isIncremental()) {
            checkEnabled(table);
            refuse(
                    request.exportTime().isAfter(now)
                            || request.exportTime()
                                    .isBefore(table.pointInTimeRecovery().earliest()),
                    "Export Time is invalid");
            return;
        }
        checkWindow(table, request.from(), request.to(), now);
        checkEnabled(table);
        checkLength(Duration.between(request.from(), request.to()));
        refuse(
                request.from().isBefore(table.pointInTimeRecovery().earliest()),
                "Point in Time Recovery is not available for specified export time");
    }

    private static void checkEnabled(SimulatedTable table) {
        if (!table.pointInTimeRecovery().isEnabled()) {
            throw new ServiceException(
                    ServiceError.POINT_IN_TIME_RECOVERY_UNAVAILABLE.withMessage(
                            "Point in time recovery is not enabled for table '"
                                    + table.name()
                                    + "'"));
        }
    }

    private static void checkWindow(SimulatedTable table, Instant from, Instant to, Instant now) {
        refuse(
                from.isBefore(table.created()),
                "Incremental export period from time cannot be less than the table creation time : "
                        + from);
        refuse(
                to.isAfter(now),
                "Incremental export period to time cannot be greater than the current time : "
                        + to);
        refuse(
                !from.isBefore(to),
                "Incremental export period from time should not be greater or equal to incremental"
                        + " export period to time");
    }

    private static void checkLength(Duration window) {
        String difference = "Difference between export period from time and export period to time";
        refuse(window.compareTo(LEAST) < 0, difference + " is less than 15 minutes");
        refuse(window.compareTo(MOST) > 0, difference + " is greater than 24 hours");
    }

    private static void refuse(boolean isWrong, String message) {
        if (isWrong) {
            throw new ServiceException(ServiceError.INVALID_EXPORT_TIME.withMessage(message));
        }
    }
}
