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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.VariantType;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ScannedRecords;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterBuilder;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

/** Rows of a log whose rejected records are rows too. The query reads two of its three columns. */
@OnEachFlink
class DeadLetterRowSchemaTest {

    private static final List<MetadataColumn> METADATA =
            List.of(
                    metadata(ReadableMetadata.EVENT_NAME),
                    metadata(ReadableMetadata.KEYS),
                    metadata(ReadableMetadata.DECODE_ERROR),
                    metadata(ReadableMetadata.RAW_RECORD),
                    metadata(ReadableMetadata.RECORD_LOCATION));

    private final DeadLetterRowSchema schema = schema(METADATA);
    private final List<RowData> rows = new ArrayList<>();

    private static MetadataColumn metadata(ReadableMetadata metadata) {
        return new MetadataColumn(metadata, metadata.key(), metadata.type());
    }

    private static DeadLetterRowSchema schema(List<MetadataColumn> declaredMetadata) {
        DataType declared =
                DataTypes.ROW(
                        DataTypes.FIELD("id", DataTypes.STRING()),
                        DataTypes.FIELD("n", DataTypes.BIGINT()),
                        DataTypes.FIELD("unread", DataTypes.BIGINT()));
        RowType type = (RowType) declared.getLogicalType();
        TableColumns columns = new TableColumns(declared, List.of(), declaredMetadata, false);
        TableScan scan =
                new TableScan(
                        "t",
                        columns,
                        ScanChangelogMode.APPEND_ONLY,
                        FieldSettings.none(),
                        new SourceSettings(
                                Map.of("scan.on-decode-error", "dead-letter"),
                                false,
                                false,
                                null,
                                null));
        RowLayout layout =
                new RowLayout(
                        List.of(
                                new ImageColumn(List.of("id"), type.getTypeAt(0)),
                                new ImageColumn(List.of("n"), type.getTypeAt(1))),
                        METADATA,
                        InternalTypeInfo.of(type));
        ChangeRowSchema rows =
                new ChangeRowSchema(
                        new ChangelogRules(scan),
                        layout,
                        FieldSettings.none(),
                        scan.requirements(),
                        new RowSelection(List.of(), columns, PushedDown.ALL_ROWS));
        DeadLetterRowSchema schema =
                new DeadLetterRowSchema(rows, layout, columns, FieldSettings.none());
        schema.open(null);
        return schema;
    }

    private static ChangeRecord insert(String image) {
        String record =
                "{'eventName':'INSERT','dynamodb':{'SequenceNumber':'1','Keys':{'id':{'S':'a'}},"
                        + "'NewImage':"
                        + image
                        + "}}";
        return ChangeRecordJson.decode(
                record.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "arn", "shard");
    }

    private static DeadLetter letterOf(ChangeRecord record) {
        return new DeadLetterBuilder(DeadLetter.Origin.STREAM)
                .record(record.newImage().json())
                .location("there")
                .cause(new DecodeException("no number"))
                .build();
    }

    private List<String> texts() {
        return rows.stream()
                .map(
                        row ->
                                row.getRowKind().shortString()
                                        + List.of(
                                                text(row, 0),
                                                row.isNullAt(1) ? "-" : row.getLong(1) + "",
                                                text(row, 2),
                                                text(row, 3),
                                                text(row, 4),
                                                row.isNullAt(5)
                                                        ? "-"
                                                        : new String(
                                                                row.getBinary(5),
                                                                StandardCharsets.UTF_8),
                                                text(row, 6)))
                .collect(Collectors.toList());
    }

    private static String text(RowData row, int column) {
        return row.isNullAt(column) ? "-" : row.getString(column).toString();
    }

    @Test
    void aRecordThatCanBeDecodedIsARowWithoutACause() {
        schema.deserialize(
                insert("{'id':{'S':'a'},'n':{'N':'1'},'unread':{'N':'2'}}"),
                new ListCollector<>(rows));

        assertThat(texts()).containsExactly("+I[a, 1, INSERT, {\"id\":{\"S\":\"a\"}}, -, -, -]");
    }

    @Test
    void aColumnThatTheQueryDoesNotReadRejectsTheRecordToo() {
        ChangeRecord record = insert("{'id':{'S':'a'},'n':{'N':'1'},'unread':{'S':'2'}}");

        assertThatThrownBy(() -> schema.deserialize(record, new ListCollector<>(rows)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("'unread'");
    }

    /** A query that reads it would reject the record, and so must one that reads the cause. */
    @Test
    void aVariantThatTheQueryDoesNotReadRejectsTheRecordToo() {
        VariantType.assumeExists();
        DataType variant =
                TypeConversions.fromLogicalToDataType(
                        LogicalTypeParser.parse("VARIANT", getClass().getClassLoader()));
        List<MetadataColumn> declared = new ArrayList<>(METADATA);
        declared.add(new MetadataColumn(ReadableMetadata.NEW_IMAGE, "image", variant));
        ChangeRecord record = insert("{'n':{'N':'1'},'more':{'N':'1E+125'}}");

        assertThatThrownBy(() -> schema(declared).deserialize(record, new ListCollector<>(rows)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("column 'image' of type VARIANT");
        schema.deserialize(record, new ListCollector<>(rows));
        assertThat(rows).hasSize(1);
    }

    @Test
    void aRejectedRecordIsARowOfItsMetadataCauseBytesAndPlace() {
        ChangeRecord record = insert("{'n':{'S':'x'}}");

        schema.deserializeRejected(record, letterOf(record), new ListCollector<>(rows));

        assertThat(texts())
                .containsExactly(
                        "+I[-, -, INSERT, {\"id\":{\"S\":\"a\"}}, no number,"
                                + " {\"n\":{\"S\":\"x\"}}, there]");
        assertThat(rows.get(0).getRowKind()).isEqualTo(RowKind.INSERT);
    }

    /** A scanned item without its key has no keys either. */
    @Test
    void metadataThatCannotBeReadIsNull() {
        byte[] page = "{\"Items\":[{\"n\":{\"S\":\"x\"}}]}".getBytes(StandardCharsets.UTF_8);
        ChangeRecord record =
                new ScannedRecords("arn:::r::table/t", new ItemKeys(List.of("id")))
                        .of(new ScanReader(page, ItemReader.skipping()).next(), Instant.EPOCH);

        schema.deserializeRejected(record, letterOf(record), new ListCollector<>(rows));

        assertThat(texts())
                .containsExactly("+I[-, -, SNAPSHOT, -, no number, {\"n\":{\"S\":\"x\"}}, there]");
    }
}
