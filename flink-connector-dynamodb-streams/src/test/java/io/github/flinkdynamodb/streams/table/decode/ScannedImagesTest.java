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
package io.github.flinkdynamodb.streams.table.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.codec.ImageScanner;
import io.github.flinkdynamodb.streams.codec.PageReader;
import io.github.flinkdynamodb.streams.codec.ValueScanner;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
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
@OnEachFlink
class ScannedImagesTest {

    @Test
    void rowsAndFaultsAreTheSameWhetherImagesWereScannedWithTheirPageOrNot() {
        boolean variants = VariantColumns.arePossible();

        Fuzz.Outcome outcome =
                Fuzz.run(
                        "scanned pages",
                        10_000,
                        seed -> {
                            Random random = new Random(seed);
                            RandomTable table = new RandomTable(random, variants);
                            List<DecodedColumn> columns = table.projection();
                            FieldSettings settings = table.settings();
                            byte[] page = page(random, table);
                            List<String> scanned = new Rows(columns, settings, true).of(page);
                            assertThat(scanned)
                                    .as(Fuzz.show(page))
                                    .isEqualTo(new Rows(columns, settings, false).of(page));
                            return scanned.stream().noneMatch(row -> row.startsWith("refused"));
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
    void whatWasScannedIsNotReadAgain() {
        DecodedColumn column = new DecodedColumn(List.of("id"), new BigIntType());
        RowDecoder decoder =
                new RowDecoder(List.of(column), FieldSettings.none(), 0, FieldErrors.reject());
        byte[] text = " {\"id\":{\"N\":\"7\"}},".getBytes(StandardCharsets.UTF_8);
        ValueScanner scanner = new ValueScanner();
        scanner.read(new ByteSlice(text, 0, text.length));

        decoder.scan(scanner);
        text[1] = '!';
        decoder.begin(RowKind.INSERT);
        decoder.readImage(new ByteSlice(text, 1, text.length - 2));

        assertThat(scanner.position()).isEqualTo(text.length - 1);
        assertThat(decoder.finish().getLong(0)).isEqualTo(7);
    }

    /** Makes rows as a SQL table does. */
    private static final class Rows implements ImageScanner {
        private final RowDecoder newRows;
        private final RowDecoder oldRows;
        private final boolean scans;

        Rows(List<DecodedColumn> columns, FieldSettings settings, boolean scans) {
            this.newRows = new RowDecoder(columns, settings, 0, FieldErrors.reject());
            this.oldRows = new RowDecoder(columns, settings, 0, FieldErrors.reject());
            this.scans = scans;
        }

        @Override
        public boolean scanNewImage(ValueScanner scanner) {
            if (scans) {
                newRows.scan(scanner);
            }
            return scans;
        }

        @Override
        public boolean scanOldImage(ValueScanner scanner) {
            if (scans) {
                oldRows.scan(scanner);
            }
            return scans;
        }

        List<String> of(byte[] page) {
            List<String> rows = new ArrayList<>();
            PageReader reader = new PageReader(page, "arn", "shard", this);
            try {
                for (ChangeRecord r = reader.next(); r != null; r = reader.next()) {
                    rows.add(row(oldRows, r.oldImage()));
                    rows.add(row(newRows, r.newImage()));
                }
            } catch (DecodeException e) {
                rows.add("refused page: " + e.getMessage());
            }
            rows.add(reader.records() + " records, then " + reader.nextShardIterator());
            return rows;
        }

        private static String row(RowDecoder decoder, Image image) {
            if (image == null) {
                return "none";
            }
            try {
                decoder.begin(RowKind.INSERT);
                decoder.readImage(image.json());
                BinaryRowData row = ((BinaryRowData) decoder.finish()).copy();
                return Arrays.toString(row.getSegments()[0].getArray()) + image.json().utf8();
            } catch (DecodeException e) {
                return "refused: " + e.getMessage();
            }
        }
    }
}
