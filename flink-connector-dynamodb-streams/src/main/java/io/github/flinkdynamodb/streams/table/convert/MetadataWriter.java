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
package io.github.flinkdynamodb.streams.table.convert;

import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.time.Instant;
import org.apache.flink.annotation.Internal;

/**
 * Writes the columns of a row that lie behind those of the image. Each call writes the next column;
 * the caller writes every one, in order, each with the method that fits its type. A null becomes
 * NULL.
 */
@Internal
public interface MetadataWriter {

    /** Writes NULL, whatever the column's type is. */
    void nullValue();

    /**
     * Writes a STRING.
     *
     * @param value the text, or null
     */
    void string(String value);

    /**
     * Writes a STRING from UTF-8, such as an image in DynamoDB's JSON form.
     *
     * @param utf8 the text, or null
     */
    void string(ByteSlice utf8);

    /**
     * Writes a BIGINT.
     *
     * @param value the number, or null
     */
    void bigint(Long value);

    /**
     * Writes a BOOLEAN.
     *
     * @param value true or false, or null
     */
    void bool(Boolean value);

    /**
     * Writes a TIMESTAMP_LTZ or, taken as UTC, a TIMESTAMP. Digits beyond the precision are cut
     * off.
     *
     * @param value the time, within milliseconds of 64 bits; or null
     * @param precision the column's number of fractional digits, 0 to 9
     */
    void timestamp(Instant value, int precision);

    /**
     * Writes a ROW whose fields are STRINGs.
     *
     * @param fields the fields' texts in order; each may be null
     */
    void row(String... fields);

    /**
     * Writes a VARIANT, which Flink has since 2.1. An item that can't become one is treated as the
     * attributes of other columns are: the column becomes NULL, or the record is rejected.
     *
     * @param column the column's name, for the message
     * @param item an item in DynamoDB's JSON form, such as an image; or null
     * @throws FieldException if the item can't become a VARIANT, and that isn't to become NULL
     */
    void variant(String column, ByteSlice item);
}
