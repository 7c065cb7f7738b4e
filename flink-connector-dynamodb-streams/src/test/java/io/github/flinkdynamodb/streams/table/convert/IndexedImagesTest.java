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

import io.github.flinkdynamodb.streams.VariantType;
import io.github.flinkdynamodb.streams.codec.item.ItemIndex;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.streams.fuzz.Fuzz;
import io.github.flinkdynamodb.streams.fuzz.Mutator;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

/**
 * Images that are looked into while their page is read become the same rows, or are refused with
 * the same message, as those that are read by themselves; and the page is the same.
 */
class IndexedImagesTest {

    @Test
    void rowsAndFaultsAreTheSameWhetherImagesWereIndexedWithTheirPageOrNot() {
        boolean variants = VariantType.exists();

        Fuzz.Outcome outcome =
                Fuzz.run(
                        "indexed pages",
                        10_000,
                        seed -> {
                            Random random = new Random(seed);
                            RandomTable table = new RandomTable(random, variants);
                            List<ImageColumn> columns = table.projection();
                            FieldSettings settings = table.settings();
                            byte[] page = page(random, table);
                            List<String> indexed = new Rows(columns, settings, true).of(page);
                            assertThat(indexed)
                                    .as(Fuzz.show(page))
                                    .isEqualTo(new Rows(columns, settings, false).of(page));
                            return indexed.stream().noneMatch(row -> row.startsWith("refused"));
                        });

        outcome.sawBoth();
    }

    private static byte[] page(Random random, RandomTable table) {
        StringBuilder page = new StringBuilder("{\"Records\":[");
        for (int i = 0; i < 3; i++) {
            page.append(i == 0 ? "" : ",").append("{\"dynamodb\":{\"SequenceNumber\":\"").append(i);
            page.append('"');
            for (String image : List.of("NewImage", "OldImage", "NewImage")) {
                if (random.nextInt(4) > 0) {
                    page.append(random.nextBoolean() ? ", \"" : ",\"").append(image).append("\":");
                    page.append(random.nextBoolean() ? "" : " ").append(image(random, table));
                }
            }
            page.append("}}");
        }
        return page.append("],\"NextShardIterator\":\"next\"}")
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String image(Random random, RandomTable table) {
        byte[] image = table.image();
        if (random.nextInt(6) == 0) {
            image = Mutator.ofJson(random).mutate(image);
        }
        return random.nextInt(20) == 0 ? "null" : new String(image, StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatIsFoundWithThePageIsNotLookedForAgain() {
        ImageConverter converter = converter();
        ItemIndex index = converter.newIndex();
        byte[] text = " {\"id\":{\"N\":\"7\"}},".getBytes(StandardCharsets.UTF_8);
        JsonReader reader = new JsonReader(new ByteSlice(text, 0, text.length));

        Image image = index.read(reader);
        text[1] = '!';
        converter.begin(RowKind.INSERT);
        converter.write(index.of(image));

        assertThat(reader.position()).isEqualTo(text.length - 1);
        assertThat(converter.finish().getLong(0)).isEqualTo(7);
    }

    @Test
    void anIndexThatHasGoneOnIsAskedForAnEarlierImage() {
        ImageConverter converter = converter();
        ItemIndex index = converter.newIndex();
        byte[] text =
                "{\"id\":{\"N\":\"7\"}}{\"id\":{\"N\":\"8\"}}".getBytes(StandardCharsets.UTF_8);
        JsonReader reader = new JsonReader(new ByteSlice(text, 0, text.length));

        Image first = index.read(reader);
        Image second = index.read(reader);

        assertThat(id(converter, index.of(first))).isEqualTo(7);
        assertThat(id(converter, index.of(second))).isEqualTo(8);
        assertThat(id(converter, index.of(second))).isEqualTo(8);
    }

    private static long id(ImageConverter converter, ItemIndex index) {
        converter.begin(RowKind.INSERT);
        converter.write(index);
        return converter.finish().getLong(0);
    }

    private static ImageConverter converter() {
        ImageColumn column = new ImageColumn(List.of("id"), new BigIntType());
        return new ImageConverter(List.of(column), FieldSettings.none(), 0, FieldErrors.reject());
    }

    /** Converts images to rows as a SQL table does. */
    private static final class Rows {
        private final ImageConverter converter;
        private final ItemIndex newImages;
        private final ItemIndex oldImages;
        private final boolean withThePage;

        Rows(List<ImageColumn> columns, FieldSettings settings, boolean withThePage) {
            this.converter = new ImageConverter(columns, settings, 0, FieldErrors.reject());
            this.newImages = converter.newIndex();
            this.oldImages = converter.newIndex();
            this.withThePage = withThePage;
        }

        List<String> of(byte[] page) {
            List<String> rows = new ArrayList<>();
            ItemReader skipping = ItemReader.skipping();
            GetRecordsReader reader =
                    new GetRecordsReader(
                            page,
                            "arn",
                            "shard",
                            withThePage ? newImages : skipping,
                            withThePage ? oldImages : skipping);
            try {
                for (ChangeRecord r = reader.next(); r != null; r = reader.next()) {
                    rows.add(row(oldImages, r.oldImage()));
                    rows.add(row(newImages, r.newImage()));
                }
            } catch (DecodeException e) {
                rows.add("refused page: " + e.getMessage());
            }
            rows.add(reader.records() + " records, then " + reader.nextShardIterator());
            return rows;
        }

        private String row(ItemIndex index, Image image) {
            if (image == null) {
                return "none";
            }
            try {
                converter.begin(RowKind.INSERT);
                if (withThePage) {
                    converter.write(index.of(image));
                } else {
                    converter.write(image.json());
                }
                BinaryRowData row = ((BinaryRowData) converter.finish()).copy();
                return Arrays.toString(row.getSegments()[0].getArray()) + image.json().utf8();
            } catch (DecodeException e) {
                return "refused: " + e.getMessage();
            }
        }
    }
}
