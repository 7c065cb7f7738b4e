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
package io.github.flinkdynamodb.tools.benchmarks.rows;

import io.github.flinkdynamodb.streams.codec.ImageScanner;
import io.github.flinkdynamodb.streams.codec.PageReader;
import io.github.flinkdynamodb.streams.codec.ValueScanner;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.table.decode.DecodedColumn;
import io.github.flinkdynamodb.streams.table.decode.FieldErrors;
import io.github.flinkdynamodb.streams.table.decode.FieldSettings;
import io.github.flinkdynamodb.streams.table.decode.RowDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.RowKind;

/** Creates rows of pages with the connector's decoder, without Flink. Belongs to one thread. */
public final class ConnectorPageRows implements ImageScanner {

    private final RowDecoder newRows;
    private final RowDecoder oldRows;

    /**
     * Creates it for a type of rows.
     *
     * @param names of the attributes, and the columns
     * @param types of the columns
     */
    public ConnectorPageRows(List<String> names, LogicalType... types) {
        List<DecodedColumn> columns = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            columns.add(new DecodedColumn(List.of(names.get(i)), types[i]));
        }
        this.newRows = new RowDecoder(columns, FieldSettings.none(), 0, FieldErrors.reject());
        this.oldRows = new RowDecoder(columns, FieldSettings.none(), 0, FieldErrors.reject());
    }

    /**
     * Creates the rows of a page, one for each image.
     *
     * @param page the body of a GetRecords response
     * @param streamArn of the stream
     * @param shardId of the shard
     * @param out takes the rows
     * @return the next iterator; null if the shard has ended
     */
    public String read(
            byte[] page, String streamArn, String shardId, Consumer<? super RowData> out) {
        PageReader reader = new PageReader(page, streamArn, shardId, this);
        for (ChangeRecord record = reader.next(); record != null; record = reader.next()) {
            out.accept(row(oldRows, RowKind.UPDATE_BEFORE, record.oldImage()));
            out.accept(row(newRows, RowKind.UPDATE_AFTER, record.newImage()));
        }
        return reader.nextShardIterator();
    }

    @Override
    public boolean scanNewImage(ValueScanner scanner) {
        newRows.scan(scanner);
        return true;
    }

    @Override
    public boolean scanOldImage(ValueScanner scanner) {
        oldRows.scan(scanner);
        return true;
    }

    private static RowData row(RowDecoder rows, RowKind kind, Image image) {
        rows.begin(kind);
        rows.readImage(image.json());
        return rows.finish();
    }
}
