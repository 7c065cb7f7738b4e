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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.tools.benchmarks.catchup.NumberedPage;
import io.github.flinkdynamodb.tools.benchmarks.rows.ConnectorPageRows;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;

/** Rows of {@link Orders}, as the connector creates them: two of each item, by turns. */
final class Rows {

    private static final int PAGE = 1000;
    private static final int ITEM_BYTES = 520;

    private final RowData[][] rows;

    /**
     * Creates rows.
     *
     * @param items how many items, a multiple of a thousand
     */
    Rows(int items) {
        rows = new RowData[][] {rows(items, 0), rows(items, 1)};
    }

    private static RowData[] rows(int items, int template) {
        RowData[] rows = new RowData[items];
        ConnectorPageRows reader =
                new ConnectorPageRows(Orders.rowType().getFieldNames(), Orders.types());
        NumberedPage page =
                new PreparedTable(1, 1, PAGE, ITEM_BYTES, false).templates().get(template);
        for (int first = 0; first < items; first += PAGE) {
            ByteBuf body = page.write(UnpooledByteBufAllocator.DEFAULT, first, PAGE, "]}");
            reader.readItems(ByteBufUtil.getBytes(body), row -> add(rows, row));
            body.release();
        }
        return rows;
    }

    private static void add(RowData[] rows, RowData row) {
        rows[(int) (row.getLong(Orders.NUMBER_COLUMN) - Orders.FIRST_ORDER)] =
                ((BinaryRowData) row).copy();
    }

    int items() {
        return rows[0].length;
    }

    /** The row of an item after so many changes. */
    RowData after(long changes, int item) {
        return rows[(int) (changes % rows.length)][item];
    }
}
