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

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** A literal of just the type of the column that it is compared with. Immutable. */
final class ColumnLiteral implements Serializable {

    private static final long serialVersionUID = 1L;

    private final LogicalType type;
    private final Serializable value;
    private transient Object internal;

    private ColumnLiteral(LogicalType type, Serializable value) {
        this.type = type;
        this.value = value;
    }

    /**
     * Converts one of the planner's literals.
     *
     * @param type the column's type
     * @return empty if comparing the two isn't the same as comparing values of the column's type:
     *     other types, floating point, padded text, a number that doesn't fit
     */
    static Optional<ColumnLiteral> of(LogicalType type, ValueLiteralExpression literal) {
        LogicalType literalType = literal.getOutputDataType().getLogicalType();
        if (literal.isNull()) {
            return Optional.empty();
        }
        if (type.is(LogicalTypeRoot.VARCHAR)) {
            return literalType.is(LogicalTypeFamily.CHARACTER_STRING)
                    ? literal.getValueAs(String.class).map(text -> new ColumnLiteral(type, text))
                    : Optional.empty();
        }
        boolean exact = type.is(LogicalTypeFamily.EXACT_NUMERIC);
        return exact && literalType.is(LogicalTypeFamily.EXACT_NUMERIC)
                ? literal.getValueAs(BigDecimal.class).flatMap(number -> number(type, number))
                : Optional.empty();
    }

    private static Optional<ColumnLiteral> number(LogicalType type, BigDecimal number) {
        try {
            ColumnLiteral literal = new ColumnLiteral(type, number);
            return literal.internal() == null ? Optional.empty() : Optional.of(literal);
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The value as rows have it. */
    Object internal() {
        if (internal == null) {
            internal =
                    value instanceof String
                            ? StringData.fromString((String) value)
                            : internalNumber(type, (BigDecimal) value);
        }
        return internal;
    }

    private static Object internalNumber(LogicalType type, BigDecimal number) {
        switch (type.getTypeRoot()) {
            case TINYINT:
                return number.byteValueExact();
            case SMALLINT:
                return number.shortValueExact();
            case INTEGER:
                return number.intValueExact();
            case BIGINT:
                return number.longValueExact();
            default:
                DecimalType decimal = (DecimalType) type;
                return DecimalData.fromBigDecimal(
                        number.setScale(decimal.getScale()),
                        decimal.getPrecision(),
                        decimal.getScale());
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ColumnLiteral
                && type.equals(((ColumnLiteral) o).type)
                && value.equals(((ColumnLiteral) o).value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, value);
    }

    @Override
    public String toString() {
        return value instanceof String ? "'" + value + "'" : value.toString();
    }
}
