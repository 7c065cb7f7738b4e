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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.snapshot.ChangeLineReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ExportedChangeRecords;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.deserializer.PartialRecordException;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import io.github.flinkdynamodb.streams.table.reconcile.KeyedRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of the lines that close a gap: their windows overlap what has been emitted, so
 * another row may stand than that of an old image, and some lines have nothing but the key.
 */
@OnEachFlink
class RepairedRowsTest {

    private static final RowType TABLE =
            RowType.of(
                    new LogicalType[] {new VarCharType(false, 100), new BigIntType(false)},
                    new String[] {"id", "x"});

    /** An attribute that is no number. */
    private static final String BAD = "bad";

    private String policy = "skip";

    @Test
    void bothHalvesOfAnUpdateAreOneElementWithTheKey() {
        List<KeyedRow> rows = new ArrayList<>();
        KeyedRowSchema schema = keyed("id", "x");
        schema.deserialize(line("1", "2"), new ListCollector<>(rows));
        schema.deserialize(line(null, "3"), new ListCollector<>(rows));

        assertThat(rows).hasSize(2);
        KeyedRow update = rows.get(0);
        assertThat(text(update.before())).isEqualTo("-U[a, 1]");
        assertThat(text(update.row())).isEqualTo("+U[a, 2]");
        assertThat(update.isScanned()).isFalse();
        assertThat(rows.get(1).before()).isNull();
        assertThat(rows.get(1).key()).isEqualTo(update.key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"id x", "x", ""})
    void aDeletionByKeyHasTheKeyOfItsItemWhateverTheQueryUses(String names) {
        List<KeyedRow> rows = new ArrayList<>();
        KeyedRowSchema schema = keyed(names.isEmpty() ? new String[0] : names.split(" "));
        schema.deserialize(line(null, null), new ListCollector<>(rows));
        schema.deserialize(line("1", null), new ListCollector<>(rows));

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).isOfKeyAlone()).isTrue();
        assertThat(rows.get(1).isOfKeyAlone()).isFalse();
        assertThat(rows.get(0).key()).isEqualTo(rows.get(1).key());
        assertThat(rows.get(0).row().getRowKind().shortString()).isEqualTo("-D");
    }

    /** What stands may have been decoded, for it needn't be that image. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, none, 'by key'",
                "1, none, -D",
                "bad, none, 'by key, part skipped'",
                "bad, bad, 'by key, part skipped'",
                "1, bad, '-D, part skipped'",
                "bad, 2, '+I, part skipped'",
                "none, bad, skipped"
            })
    void inFullModeAnItemWithoutAnImageThatCanBeDecodedIsDeletedByItsKey(
            String before, String after, String rows) {
        KeyedRowSchema schema = keyed("id", "x");
        List<KeyedRow> made = new ArrayList<>();
        String error = null;
        try {
            schema.deserialize(line(before, after), new ListCollector<>(made));
        } catch (PartialRecordException e) {
            error = "part skipped";
        } catch (DecodeException e) {
            error = "skipped";
        }
        List<String> texts = new ArrayList<>();
        for (KeyedRow row : made) {
            texts.add(row.isOfKeyAlone() ? "by key" : row.row().getRowKind().shortString());
        }
        if (error != null) {
            texts.add(error);
        }

        assertThat(String.join(", ", texts)).isEqualTo(rows);
    }

    /** A record of the stream whose old image can't be decoded never had a row. */
    @ParameterizedTest
    @ValueSource(strings = {"skip", "fail"})
    void inUpsertModeALineWhoseOldImageIsBadDeletesByKey(String onError) {
        policy = onError;
        List<RowData> rows = new ArrayList<>();
        RowType nullable =
                RowType.of(
                        new LogicalType[] {new VarCharType(false, 100), new BigIntType()},
                        new String[] {"id", "x"});
        ChangeRowSchema schema = schema(ScanChangelogMode.UPSERT, nullable, "id", "x");
        schema.open(new Context());
        schema.deserialize(line(BAD, null), new ListCollector<>(rows));

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).getRowKind().shortString()).isEqualTo("-D");
        assertThat(rows.get(0).isNullAt(1)).isTrue();
    }

    private static String text(RowData row) {
        return row.getRowKind().shortString()
                + "["
                + row.getString(0)
                + ", "
                + row.getLong(1)
                + "]";
    }

    private static ChangeRecord line(String before, String after) {
        String text =
                "{'Metadata':{'WriteTimestampMicros':{'N':'1680109764000123'}},'Keys':{'id':{'S':'a'}}"
                        + image("OldImage", before)
                        + image("NewImage", after)
                        + "}";
        byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new ChangeLineReader(ItemReader.skipping(), ItemReader.skipping())
                .read(
                        new ByteSlice(bytes, 0, bytes.length),
                        new ExportedChangeRecords(
                                "arn:aws:dynamodb:eu-west-1:1:table/t",
                                StreamViewType.NEW_AND_OLD_IMAGES));
    }

    private static String image(String name, String x) {
        return x == null
                ? ""
                : ",'"
                        + name
                        + "':{'id':{'S':'a'},'x':{'"
                        + (x.equals(BAD) ? "S" : "N")
                        + "':'"
                        + x
                        + "'}}";
    }

    private KeyedRowSchema keyed(String... names) {
        List<String> order = List.of(names);
        int[] key = order.contains("id") ? new int[] {order.indexOf("id")} : null;
        KeyedRowSchema schema =
                new KeyedRowSchema(
                        schema(ScanChangelogMode.FULL, TABLE, names),
                        null,
                        new RecordKey(columns(TABLE), key, FieldSettings.none()));
        schema.open(new Context());
        return schema;
    }

    private ChangeRowSchema schema(ScanChangelogMode mode, RowType table, String... names) {
        List<ImageColumn> used = new ArrayList<>();
        for (String name : names) {
            LogicalType type = table.getTypeAt(table.getFieldIndex(name));
            used.add(new ImageColumn(List.of(name), type, name.equals("id")));
        }
        TableScan scan =
                new TableScan(
                        "t",
                        columns(table),
                        mode,
                        FieldSettings.none(),
                        new SourceSettings(
                                Map.of(
                                        "scan.on-decode-error",
                                        policy,
                                        "scan.on-data-loss",
                                        "repair"),
                                false,
                                false,
                                null,
                                null));
        return new ChangeRowSchema(
                new ChangelogRules(scan),
                new RowLayout(used, List.of(), InternalTypeInfo.of(table)),
                FieldSettings.none(),
                scan.requirements(),
                new RowSelection(List.of(), columns(table), PushedDown.ALL_ROWS));
    }

    private static TableColumns columns(RowType table) {
        return new TableColumns(
                TypeConversions.fromLogicalToDataType(table), List.of("id"), List.of(), false);
    }

    private static final class Context implements InitializationContext {
        @Override
        public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            throw new UnsupportedOperationException();
        }
    }
}
