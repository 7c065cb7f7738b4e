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

import io.github.flinkdynamodb.streams.VariantType;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.text.SortedValues;
import io.github.flinkdynamodb.streams.fuzz.Fuzz;
import io.github.flinkdynamodb.streams.fuzz.Mutator;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.SdkRecordDeserializationSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Whatever bytes come for an image: the row is the one that the reference makes of the decoded
 * image, or an exception says where the fault is. What isn't wanted isn't looked into.
 */
class ImageConverterFuzzTest {

    /** UTF-8 can't say half a surrogate pair, and Java's strings can. */
    private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]");

    private static final Pattern PLACE =
            Pattern.compile("(?s).*(at byte \\d+ of \\d+|no such attribute)");

    private int inWhatIsSkipped;

    @Test
    void damagedImagesAreReadAsTheReferenceReadsThemOrRefused() {
        boolean variants = VariantType.exists();

        Fuzz.Outcome outcome =
                Fuzz.run(
                        "rows",
                        20_000,
                        seed -> {
                            Random random = new Random(seed);
                            RandomTable table = new RandomTable(random, variants);
                            byte[] image = Mutator.ofJson(random).mutate(table.image());
                            return isRead(
                                    table.projection(), table.settings(), table.image(), image);
                        });

        outcome.sawBoth();
        System.out.println(inWhatIsSkipped + " with a fault in what isn't wanted");
    }

    private boolean isRead(
            List<ImageColumn> columns, FieldSettings settings, byte[] earlier, byte[] image) {
        ImageConverter decoder = new ImageConverter(columns, settings, 0, FieldErrors.reject());
        decode(decoder, earlier);
        RowData row = decode(decoder, image);
        String text = new String(image, StandardCharsets.UTF_8);
        if (SURROGATE.matcher(text).find()) {
            return row != null;
        }
        Map<String, AttributeValue> item = item(image);
        if (item != null) {
            RowData expected = expected(columns, settings, item);
            if (!Objects.equals(row, expected)) {
                throw new AssertionError(
                        ImageConverterPropertyTest.types(columns)
                                + (row == null ? "refused" : "read")
                                + (expected == null ? ", not by" : ", but not as by")
                                + " the reference: "
                                + Fuzz.show(image));
            }
        } else if (row != null) {
            inWhatIsSkipped++;
        }
        return row != null;
    }

    /** Returns null for what is refused with a message that says where. */
    private static RowData decode(ImageConverter decoder, byte[] image) {
        decoder.begin(RowKind.INSERT);
        try {
            decoder.write(new ByteSlice(image, 0, image.length));
            return decoder.finish();
        } catch (DecodeException e) {
            if (!PLACE.matcher(e.getMessage()).matches()) {
                throw new AssertionError("a message without a place: " + e.getMessage(), e);
            }
            return null;
        }
    }

    /** Returns null for what isn't an item. */
    private static Map<String, AttributeValue> item(byte[] image) {
        try {
            return SortedValues.ofItem(new ByteSlice(image, 0, image.length)).m();
        } catch (DecodeException e) {
            return null;
        }
    }

    private static RowData expected(
            List<ImageColumn> columns, FieldSettings settings, Map<String, AttributeValue> item) {
        LogicalType[] types = columns.stream().map(ImageColumn::type).toArray(LogicalType[]::new);
        try {
            BinaryRowData row =
                    new RowDataSerializer(types)
                            .toBinaryRow(
                                    new ReferenceRows(columns, settings, false).row(sdkItem(item)));
            return row.copy();
        } catch (ReferenceRows.Refused e) {
            return null;
        }
    }

    /** By way of the schema that gives the SDK's records. */
    private static Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue>
            sdkItem(Map<String, AttributeValue> item) {
        ByteSlice none = new ByteSlice(new byte[0], 0, 0);
        ChangeRecord change =
                ChangeRecord.builder().json(none).newImage(new Image(none, json -> item)).build();
        List<Record> records = new ArrayList<>();
        new SdkRecordDeserializationSchema().deserialize(change, new ListCollector<>(records));
        return records.get(0).dynamodb().newImage();
    }
}
