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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.github.flinkdynamodb.tools.benchmarks.peer.SdkConverter;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import io.github.flinkdynamodb.tools.benchmarks.rows.SdkItemRows;
import java.util.function.Consumer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Creates the two rows of a changed order from the SDK's objects. Belongs to one thread. */
final class SdkRowConverter implements SdkConverter<RowData> {

    private static final long serialVersionUID = 1L;

    private transient SdkItemRows rows;

    @Override
    public void convert(Record record, Consumer<RowData> out) {
        if (rows == null) {
            rows = new SdkItemRows(Orders.rowType().getFieldNames(), Orders.types());
        }
        out.accept(rows.row(RowKind.UPDATE_BEFORE, record.dynamodb().oldImage()));
        out.accept(rows.row(RowKind.UPDATE_AFTER, record.dynamodb().newImage()));
    }
}
