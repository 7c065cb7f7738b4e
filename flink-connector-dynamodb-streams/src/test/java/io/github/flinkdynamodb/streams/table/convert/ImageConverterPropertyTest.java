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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.VariantType;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.RowKind;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * For any table, projection and item: the row is, byte for byte, the one that Flink makes of the
 * SDK's objects, or both refuse.
 */
@OnEachFlink
class ImageConverterPropertyTest {

    private static final boolean VARIANTS = VariantType.exists();

    private static SdkImages sdk;
    private static int made;
    private static int refused;
    private static int nulled;

    @BeforeContainer
    static void openSdk() {
        sdk = new SdkImages();
    }

    @AfterContainer
    static void closeSdk() {
        sdk.close();
        System.out.printf(
                "%d rows made, %d images refused, %d fields nulled%s%n",
                made, refused, nulled, VARIANTS ? "" : ", no VARIANT: this Flink has none");
        assertThat(made).isGreaterThan(refused).isPositive();
        assertThat(refused).isPositive();
        assertThat(nulled).isPositive();
    }

    @Provide
    Arbitrary<Random> randoms() {
        return Arbitraries.longs().withoutEdgeCases().map(Random::new);
    }

    @Property(tries = 4000)
    void rowIsThatOfASlowReference(@ForAll("randoms") Random random) {
        RandomTable table = new RandomTable(random, VARIANTS);
        FieldSettings settings = table.settings();
        List<ImageColumn> columns = table.projection();
        Counter counter = new SimpleCounter();
        boolean toNull = random.nextBoolean();
        ImageConverter decoder =
                new ImageConverter(
                        columns,
                        settings,
                        0,
                        toNull ? FieldErrors.toNull(counter) : FieldErrors.reject());
        for (int i = 0; i < 3; i++) {
            RowKind kind = RowKind.values()[random.nextInt(4)];
            byte[] image = table.image();
            ReferenceRows reference = new ReferenceRows(columns, settings, toNull);
            long before = counter.getCount();

            BinaryRowData row = decode(decoder, kind, image);

            compare(row, expected(reference, columns, kind, image), columns, image);
            if (row != null) {
                assertThat(counter.getCount() - before).isEqualTo(reference.nulled);
                nulled += reference.nulled;
            }
        }
    }

    private static BinaryRowData decode(ImageConverter decoder, RowKind kind, byte[] image) {
        byte[] page = new byte[image.length + 20];
        System.arraycopy(image, 0, page, 10, image.length);
        decoder.begin(kind);
        try {
            decoder.write(new ByteSlice(page, 10, image.length));
        } catch (DecodeException e) {
            assertThat(e).hasMessageMatching("(?s).*(at byte \\d+ of \\d+|no such attribute)");
            return null;
        }
        return (BinaryRowData) decoder.finish();
    }

    private static BinaryRowData expected(
            ReferenceRows reference, List<ImageColumn> columns, RowKind kind, byte[] image) {
        Map<String, AttributeValue> item = sdk.parse(image);
        assertThat(item).as("what the SDK reads").isNotNull();
        LogicalType[] types = columns.stream().map(ImageColumn::type).toArray(LogicalType[]::new);
        try {
            BinaryRowData row =
                    new RowDataSerializer(types).toBinaryRow(reference.row(item)).copy();
            row.setRowKind(kind);
            return row;
        } catch (ReferenceRows.Refused e) {
            return null;
        }
    }

    private static void compare(
            BinaryRowData row, BinaryRowData expected, List<ImageColumn> columns, byte[] image) {
        String what = types(columns) + " of " + new String(image, StandardCharsets.UTF_8);
        assertThat(row == null).as("refused: %s", what).isEqualTo(expected == null);
        if (row == null) {
            refused++;
        } else {
            made++;
            assertThat(row.getSizeInBytes()).as(what).isEqualTo(expected.getSizeInBytes());
            assertThat(row.equals(expected)).as(what).isTrue();
        }
    }

    /** Columns for a message. */
    static String types(List<ImageColumn> columns) {
        StringBuilder text = new StringBuilder();
        for (ImageColumn column : columns) {
            text.append(column.path()).append(' ').append(column.type()).append(", ");
        }
        return text.toString();
    }
}
