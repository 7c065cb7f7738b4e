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
package io.github.flinkdynamodb.streams.table.it;

import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;

/** A job that writes down each item of a table by its key, and each change by its number. */
final class SnapshotLog {

    /** The columns of the table that is read. */
    static final String COLUMNS =
            "seq STRING METADATA FROM 'sequence-number' VIRTUAL,"
                    + " snap BOOLEAN METADATA FROM 'is-snapshot' VIRTUAL,"
                    + " pk STRING, sk BIGINT";

    private final String name;

    private SnapshotLog(String name) {
        this.name = name;
    }

    /**
     * Declares the checked table that is written to.
     *
     * @param name its name, which no other test has
     */
    static SnapshotLog declare(SqlSession session, String name) {
        session.declareChecked(name, "seq STRING, snap BOOLEAN, pk STRING", "append");
        return new SnapshotLog(name);
    }

    /** Starts the job that reads a table with {@link #COLUMNS}. */
    JobClient insertFrom(SqlSession session, String table) {
        return session.insert(
                "INSERT INTO "
                        + name
                        + " SELECT seq, snap, CONCAT(pk, '/', CAST(sk AS STRING)) FROM "
                        + table);
    }

    /** The numbers of the changes so far. */
    List<String> changes() {
        return rows("false", 0);
    }

    /** The keys of the items so far. */
    List<String> items() {
        return rows("true", 2);
    }

    private List<String> rows(String snapshot, int field) {
        List<String> rows = new ArrayList<>();
        for (String row : CheckedTable.rows(name)) {
            String[] fields = RowText.fields(row);
            if (fields[1].equals(snapshot)) {
                rows.add(fields[field]);
            }
        }
        return rows;
    }

    /** The numbers of all changes that were written to a table, in their order. */
    static List<String> numbers(SimulatedTable simulated) {
        return simulated.sequenceNumbersByKey().values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(BigInteger::new))
                .collect(Collectors.toList());
    }
}
