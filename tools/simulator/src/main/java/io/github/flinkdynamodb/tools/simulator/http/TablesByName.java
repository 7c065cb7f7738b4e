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
package io.github.flinkdynamodb.tools.simulator.http;

import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.util.Map;

/** Finds tables by what requests call them: names, ARNs and ARNs of streams. Thread-safe. */
final class TablesByName {

    private static final String ARN = "arn:";
    private static final String TABLE = ":table/";

    private final Map<String, SimulatedTable> tables;

    /** Finds the tables of a map by their names, which may grow. */
    TablesByName(Map<String, SimulatedTable> tables) {
        this.tables = tables;
    }

    /** All tables, those that were deleted included. */
    Iterable<SimulatedTable> all() {
        return tables.values();
    }

    /**
     * A table that wasn't deleted.
     *
     * @param nameOrArn its name or its ARN
     * @throws ServiceException where there is none
     */
    SimulatedTable table(String nameOrArn) {
        SimulatedTable table = find(nameOrArn);
        if (table == null) {
            throw new ServiceException(
                    ServiceError.RESOURCE_NOT_FOUND.withMessage(
                            "Requested resource not found: Table: " + nameOrArn + " not found"));
        }
        return table;
    }

    /** A table that wasn't deleted by its name or its ARN, or null. */
    SimulatedTable find(String nameOrArn) {
        SimulatedTable table = tables.get(nameOf(nameOrArn));
        boolean isMeant =
                table != null
                        && !table.isDeleted()
                        && (!nameOrArn.startsWith(ARN) || nameOrArn.equals(table.arn()));
        return isMeant ? table : null;
    }

    /** The ARN of a table, which may be deleted; null where there is none of that name. */
    String arnOf(String name) {
        SimulatedTable table = name == null ? null : tables.get(name);
        return table == null ? null : table.arn();
    }

    /**
     * The table of a stream, which may be deleted.
     *
     * @throws ServiceException where there is none
     */
    SimulatedTable ofStream(String streamArn) {
        String name = nameOfStream(streamArn);
        SimulatedTable table = name == null ? null : tables.get(name);
        if (table == null) {
            throw new ServiceException(
                    ServiceError.RESOURCE_NOT_FOUND.withMessage(
                            "Requested resource not found: Stream: " + streamArn + " not found"));
        }
        return table;
    }

    /** The name of a table that is given by its name or its ARN. */
    static String nameOf(String nameOrArn) {
        int start = nameOrArn.startsWith(ARN) ? nameOrArn.indexOf(TABLE) : -1;
        return start < 0 ? nameOrArn : nameOrArn.substring(start + TABLE.length());
    }

    /** The name of the table that a stream's ARN contains, or null. */
    static String nameOfStream(String streamArn) {
        return nameBefore("/stream/", streamArn);
    }

    /** The name of the table that an export's ARN contains, or null. */
    static String nameOfExport(String exportArn) {
        return nameBefore("/export/", exportArn);
    }

    private static String nameBefore(String part, String arn) {
        int start = arn.indexOf(TABLE);
        int end = arn.indexOf(part);
        return start >= 0 && end > start ? arn.substring(start + TABLE.length(), end) : null;
    }
}
