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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;

/**
 * Checks that a table has a place for the records that it rejects. Such a record is a row of its
 * own, without a key and without values, which only a log can have; a query tells it from the
 * others by the cause.
 */
final class DeadLetterCheck {

    private static final String CAUSE = ReadableMetadata.DECODE_ERROR.key();
    private static final String DECLARATION =
            "decode_error STRING METADATA FROM '" + CAUSE + "' VIRTUAL";

    private final TableScan scan;

    /**
     * Creates a check.
     *
     * @param scan a table that emits dead letters
     */
    DeadLetterCheck(TableScan scan) {
        this.scan = scan;
    }

    /**
     * Checks the table.
     *
     * @throws ValidationException if it can't emit dead letters; the message says what to change
     */
    void check() {
        if (scan.mode() != ScanChangelogMode.APPEND_ONLY) {
            throw invalid(
                    String.format(
                            "isn't possible with '%s' = '%s', since a rejected record is a row that"
                                + " replaces none: set 'append-only' and remove the PRIMARY KEY, or"
                                + " set 'skip'",
                            DynamoDbStreamsConnectorOptions.CHANGELOG_MODE.key(), scan.mode()));
        }
        List<String> neverNull = new ArrayList<>(scan.columns().primaryKey());
        neverNull.addAll(scan.columns().neverNullOutsideKey());
        scan.columns().metadata().stream()
                .filter(MetadataColumn::isDeclaredNotNull)
                .map(MetadataColumn::name)
                .forEach(neverNull::add);
        if (!neverNull.isEmpty()) {
            throw invalid(
                    String.format(
                            "needs columns that may be NULL, as they are in the row of a rejected"
                                    + " record: remove NOT NULL and PRIMARY KEY from %s",
                            neverNull));
        }
        if (!hasCause(scan.columns().metadata())) {
            throw invalid(
                    "needs a column that tells rejected records from others: declare "
                            + DECLARATION);
        }
    }

    /**
     * Checks a query.
     *
     * @param read the metadata columns that it reads
     * @throws ValidationException if the cause isn't among them, so that rejected records would be
     *     taken for others
     */
    void check(List<MetadataColumn> read) {
        if (!hasCause(read)) {
            String column =
                    scan.columns().metadata().stream()
                            .filter(DeadLetterCheck::isCause)
                            .map(MetadataColumn::name)
                            .collect(Collectors.joining());
            throw invalid(
                    String.format(
                            "adds rows for rejected records, which this query doesn't tell from"
                                    + " others: add WHERE %1$s IS NULL, or select %1$s",
                            column));
        }
    }

    private static boolean hasCause(List<MetadataColumn> metadata) {
        return metadata.stream().anyMatch(DeadLetterCheck::isCause);
    }

    private static boolean isCause(MetadataColumn column) {
        return column.metadata() == ReadableMetadata.DECODE_ERROR;
    }

    private ValidationException invalid(String what) {
        return new ValidationException(
                "Table " + scan.identifier() + ": 'scan.on-decode-error' = 'dead-letter' " + what);
    }
}
