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

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.table.convert.FieldErrors;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import io.github.flinkdynamodb.streams.table.convert.ImageConverter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * Decides whether a row is wanted before it is decoded. Only the columns of the condition are
 * decoded, with the same result as in the row: from the item's keys if these have them, since keys
 * are the same in both images, or else from the row's image. Belongs to one thread.
 */
final class RowFilter implements RowCondition.Row {

    private final RowSelection selection;
    private final ImageConverter fromKeys;
    private final ImageConverter fromImage;
    private final Counter nulled;
    private final SimpleCounter nulledHere = new SimpleCounter();
    private final Map<String, RowData.FieldGetter> getters = new HashMap<>();
    private ChangeRecord record;
    private RowData row;

    /**
     * Creates a filter.
     *
     * @param selection which rows are wanted
     * @param settings how columns find their attributes
     * @param nulled counts fields that can't be decoded and become NULL; null if they reject the
     *     record
     */
    RowFilter(RowSelection selection, FieldSettings settings, Counter nulled) {
        this.selection = selection;
        this.nulled = nulled;
        List<ImageColumn> columns = selection.columns();
        boolean toNull = nulled != null && !selection.isOfKey();
        FieldErrors errors = toNull ? FieldErrors.toNull(nulledHere) : FieldErrors.reject();
        this.fromImage = new ImageConverter(columns, settings, 0, errors);
        this.fromKeys =
                new ImageConverter(
                        columns.stream()
                                .map(c -> new ImageColumn(c.path(), c.type().copy(true)))
                                .collect(Collectors.toList()),
                        settings,
                        0,
                        errors);
        for (int i = 0; i < columns.size(); i++) {
            getters.put(
                    columns.get(i).path().get(0),
                    RowData.createFieldGetter(columns.get(i).type().copy(true), i));
        }
    }

    /** Returns whether the row of an image is wanted. */
    boolean admits(ChangeRecord change, Image image) {
        if (selection.condition() == null) {
            return true;
        }
        record = change;
        long before = nulledHere.getCount();
        row = selection.columns().isEmpty() ? null : columns(image);
        boolean met = selection.condition().isMet(this);
        if (!met && nulled != null) {
            nulled.inc(nulledHere.getCount() - before);
        }
        return met;
    }

    private RowData columns(Image image) {
        // The keys of a scanned item would have to be made of the item first.
        Image keyImage = record.isSnapshot() ? null : Images.keys(record);
        if (keyImage != null) {
            RowData keys = decode(fromKeys, keyImage);
            if (selection.isOfKey() || hasNoNull(keys)) {
                return keys;
            }
        }
        return decode(fromImage, image);
    }

    private static RowData decode(ImageConverter converter, Image image) {
        converter.begin(RowKind.INSERT);
        converter.write(image.json());
        return converter.finish();
    }

    private static boolean hasNoNull(RowData row) {
        for (int i = 0; i < row.getArity(); i++) {
            if (row.isNullAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Object column(String name) {
        return getters.get(name).getFieldOrNull(row);
    }

    @Override
    public String eventName() {
        return record.eventName();
    }
}
