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

import io.github.flinkdynamodb.streams.codec.item.ItemIndex;
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ExportLineReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.export.LineChunk;
import io.github.flinkdynamodb.streams.table.convert.FieldErrors;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import io.github.flinkdynamodb.streams.table.convert.ImageConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.RowKind;

/** Creates rows of pages with the connector's converter, without Flink. Belongs to one thread. */
public final class ConnectorPageRows {

    private final ImageConverter converter;
    private final ItemIndex newImages;
    private final ItemIndex oldImages;
    private final ExportLineReader exportLines;

    /**
     * Creates it for a type of rows.
     *
     * @param names of the attributes, and the columns
     * @param types of the columns
     */
    public ConnectorPageRows(List<String> names, LogicalType... types) {
        List<ImageColumn> columns = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            columns.add(new ImageColumn(List.of(names.get(i)), types[i]));
        }
        this.converter = new ImageConverter(columns, FieldSettings.none(), 0, FieldErrors.reject());
        this.newImages = converter.newIndex();
        this.oldImages = converter.newIndex();
        this.exportLines = new ExportLineReader(newImages);
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
        GetRecordsReader reader =
                new GetRecordsReader(page, streamArn, shardId, newImages, oldImages);
        for (ChangeRecord record = reader.next(); record != null; record = reader.next()) {
            out.accept(row(oldImages.of(record.oldImage()), RowKind.UPDATE_BEFORE));
            out.accept(row(newImages.of(record.newImage()), RowKind.UPDATE_AFTER));
        }
        return reader.nextShardIterator();
    }

    /**
     * Creates the rows of a page of a table.
     *
     * @param page the body of a Scan response
     * @param out takes the rows
     * @return the key after which the next page begins; null if the segment has ended
     */
    public String readItems(byte[] page, Consumer<? super RowData> out) {
        ScanReader reader = new ScanReader(page, newImages);
        for (Image item = reader.next(); item != null; item = reader.next()) {
            out.accept(row(newImages.of(item), RowKind.INSERT));
        }
        return reader.lastEvaluatedKey();
    }

    /**
     * Creates the rows of lines of an export.
     *
     * @param lines some lines
     * @param out takes the rows
     */
    public void readLines(LineChunk lines, Consumer<? super RowData> out) {
        int from = 0;
        for (int end : lines.ends()) {
            Image item = exportLines.read(new ByteSlice(lines.bytes(), from, end - from));
            out.accept(row(newImages.of(item), RowKind.INSERT));
            from = end + 1;
        }
    }

    private RowData row(ItemIndex image, RowKind kind) {
        converter.begin(kind);
        converter.write(image);
        return converter.finish();
    }
}
