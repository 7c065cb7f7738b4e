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
import java.util.Optional;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Translates the planner's filters to conditions: columns compared with literals by {@code =},
 * {@code <>} and IN, combined by AND and OR. Flink evaluates all other filters.
 *
 * <p>If the table has a PRIMARY KEY, a condition may use the key columns only: operators that keep
 * the last row of each key need all rows of that key. Without a key, rows are independent, and so
 * are those of a log or a snapshot.
 *
 * <p>If the table has a watermark, nothing is translated. Watermarks follow the rows that the
 * source emits, so filtering in the source would hold them back, and a busy shard could seem idle.
 */
final class FilterTranslator {

    private final TableScan scan;
    private final PushedDown pushedDown;

    FilterTranslator(TableScan scan, PushedDown pushedDown) {
        this.scan = scan;
        this.pushedDown = pushedDown;
    }

    /**
     * Translates a filter.
     *
     * @return a condition that is met by exactly the rows that the filter lets through; empty if
     *     Flink has to evaluate the filter
     */
    Optional<RowCondition> translate(ResolvedExpression filter) {
        boolean needsAllRows = scan.columns().isWatermarked() || scan.settings().emitsDeadLetters();
        if (!(filter instanceof CallExpression) || needsAllRows) {
            return Optional.empty();
        }
        FunctionDefinition function = ((CallExpression) filter).getFunctionDefinition();
        List<ResolvedExpression> operands = filter.getResolvedChildren();
        if (function == BuiltInFunctionDefinitions.AND) {
            return several(true, operands);
        }
        if (function == BuiltInFunctionDefinitions.OR) {
            return several(false, operands);
        }
        if (function == BuiltInFunctionDefinitions.IN) {
            return in(operands);
        }
        boolean equal = function == BuiltInFunctionDefinitions.EQUALS;
        return equal || function == BuiltInFunctionDefinitions.NOT_EQUALS
                ? eitherWay(equal, operands.get(0), operands.get(1))
                : Optional.empty();
    }

    private Optional<RowCondition> several(boolean all, List<ResolvedExpression> operands) {
        List<RowCondition> parts = new ArrayList<>();
        for (ResolvedExpression operand : operands) {
            Optional<RowCondition> part = translate(operand);
            if (part.isEmpty()) {
                return part;
            }
            parts.add(part.get());
        }
        return Optional.of(RowCondition.of(all, parts));
    }

    private Optional<RowCondition> in(List<ResolvedExpression> operands) {
        List<RowCondition> parts = new ArrayList<>();
        for (ResolvedExpression literal : operands.subList(1, operands.size())) {
            Optional<RowCondition> part = compare(true, operands.get(0), literal);
            if (part.isEmpty()) {
                return part;
            }
            parts.add(part.get());
        }
        return Optional.of(RowCondition.of(false, parts));
    }

    private Optional<RowCondition> eitherWay(
            boolean equal, ResolvedExpression left, ResolvedExpression right) {
        return left instanceof ValueLiteralExpression
                ? compare(equal, right, left)
                : compare(equal, left, right);
    }

    private Optional<RowCondition> compare(
            boolean equal, ResolvedExpression field, ResolvedExpression literal) {
        if (!(field instanceof FieldReferenceExpression)
                || !(literal instanceof ValueLiteralExpression)) {
            return Optional.empty();
        }
        int index = ((FieldReferenceExpression) field).getFieldIndex();
        ValueLiteralExpression value = (ValueLiteralExpression) literal;
        int columns = pushedDown.projection().length;
        return index < columns
                ? column(equal, (FieldReferenceExpression) field, value)
                : metadata(equal, index - columns, value);
    }

    private Optional<RowCondition> column(
            boolean equal, FieldReferenceExpression field, ValueLiteralExpression literal) {
        int[] path = pushedDown.projection()[field.getFieldIndex()];
        RowType row = (RowType) scan.columns().physicalType().getLogicalType();
        String name = row.getFieldNames().get(path[0]);
        boolean exact =
                path.length == 1
                        && name.equals(field.getName())
                        && (rowsAreIndependent() || scan.columns().primaryKey().contains(name));
        LogicalType type = row.getTypeAt(path[0]);
        return exact
                ? ColumnLiteral.of(type, literal)
                        .map(value -> RowCondition.column(name, equal, value))
                : Optional.empty();
    }

    private Optional<RowCondition> metadata(
            boolean equal, int index, ValueLiteralExpression literal) {
        List<MetadataColumn> metadata = pushedDown.metadata();
        boolean eventName =
                index < metadata.size()
                        && metadata.get(index).metadata() == ReadableMetadata.EVENT_NAME
                        && rowsAreIndependent();
        return eventName
                ? ColumnLiteral.of(ReadableMetadata.EVENT_NAME.type().getLogicalType(), literal)
                        .map(value -> RowCondition.eventName(equal, value.internal().toString()))
                : Optional.empty();
    }

    private boolean rowsAreIndependent() {
        return scan.mode() == ScanChangelogMode.APPEND_ONLY
                || scan.columns().primaryKey().isEmpty();
    }
}
