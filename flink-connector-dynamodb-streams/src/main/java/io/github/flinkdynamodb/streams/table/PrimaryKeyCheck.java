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
package io.github.flinkdynamodb.streams.table;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/** Checks that a PRIMARY KEY can be the key of a DynamoDB table. */
final class PrimaryKeyCheck {

    private static final int MOST_ATTRIBUTES = 2;

    /** Different keys of items must be different values. */
    private static final Set<LogicalTypeRoot> ONE_TO_ONE =
            EnumSet.of(
                    LogicalTypeRoot.VARCHAR,
                    LogicalTypeRoot.TINYINT,
                    LogicalTypeRoot.SMALLINT,
                    LogicalTypeRoot.INTEGER,
                    LogicalTypeRoot.BIGINT,
                    LogicalTypeRoot.DECIMAL,
                    LogicalTypeRoot.BINARY,
                    LogicalTypeRoot.VARBINARY);

    private PrimaryKeyCheck() {}

    /**
     * Checks a key.
     *
     * @param row the columns that are read from attributes
     * @param primaryKey the names of the key's columns; empty if the table has no key
     * @throws ValidationException if a column's type could make two keys equal, or isn't a type of
     *     keys; or if the key has more columns than DynamoDB's keys have attributes
     */
    static void check(RowType row, List<String> primaryKey) {
        if (primaryKey.size() > MOST_ATTRIBUTES) {
            throw new ValidationException(
                    String.format(
                            "PRIMARY KEY %s has %d columns: expected one or two, since the key of a"
                                    + " DynamoDB table is a partition key and at most a sort key",
                            primaryKey, primaryKey.size()));
        }
        for (String column : primaryKey) {
            LogicalType type = row.getTypeAt(row.getFieldIndex(column));
            if (!ONE_TO_ONE.contains(type.getTypeRoot())) {
                throw new ValidationException(
                        String.format(
                                "Invalid type %s for column %s of the PRIMARY KEY: expected STRING,"
                                    + " VARCHAR, TINYINT, SMALLINT, INT, BIGINT, DECIMAL, BYTES,"
                                    + " VARBINARY or BINARY, since a DynamoDB key is text, a number"
                                    + " or binary, and different keys must stay different. For"
                                    + " another type add a computed column",
                                type.copy(true).asSummaryString(), column));
            }
        }
    }
}
