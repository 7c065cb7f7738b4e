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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.VariantType;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that aren't DynamoDB's JSON, of attributes that can be told apart: an error of their
 * field, like a value that doesn't fit.
 */
@OnEachFlink
class UnreadableFieldsTest {

    private final SimpleCounter nulled = new SimpleCounter();

    private static LogicalType type(String type) {
        return LogicalTypeParser.parse(type, UnreadableFieldsTest.class.getClassLoader());
    }

    private static ImageConverter decoder(FieldErrors errors, List<String> path, LogicalType type) {
        return new ImageConverter(
                List.of(
                        new ImageColumn(List.of("id"), VarCharType.STRING_TYPE, true),
                        new ImageColumn(path, type)),
                new FieldSettings(EpochUnit.SECONDS, Map.of(), Map.of()),
                0,
                errors);
    }

    private static ByteSlice slice(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        return new ByteSlice(utf8, 0, utf8.length);
    }

    private static RowData row(ImageConverter decoder, String value) {
        decoder.begin(RowKind.INSERT);
        decoder.write(slice("{\"x\":" + value + ",\"id\":{\"S\":\"a\"}}"));
        return decoder.finish();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'B':'raw text'} ; BYTES",
                "{'B':'raw text'} ; STRING",
                "{'B':'A'} ; BINARY(1)",
                "{'N':'NaN'} ; DOUBLE",
                "{'N':'Infinity'} ; FLOAT",
                "{'N':''} ; INT",
                "{'N':'0x1F'} ; BIGINT",
                "{'N':'1,5'} ; DECIMAL(3, 1)",
                "{'N':'one'} ; STRING",
                "{'N':'now'} ; TIMESTAMP(3)",
                "{'N':'1E9999999999'} ; DOUBLE",
                "{'N':5} ; INT",
                "{'S':5} ; STRING",
                "{'S':{'S':'a'}} ; STRING",
                "{'S':['a']} ; STRING",
                "{'BOOL':'true'} ; BOOLEAN",
                "{'NULL':'yes'} ; INT",
                "{'X':'1'} ; STRING",
                "{'s':'1'} ; STRING",
                "{'S':'a','N':'1'} ; STRING",
                "{'S':null} ; STRING",
                "'plain' ; STRING",
                "5 ; INT",
                "true ; BOOLEAN",
                "null ; STRING",
                "[1,{'S':'a'}] ; ARRAY<INT>",
                "{'S':'\\x'} ; STRING",
                "{'S':'\\ud800'} ; STRING",
                "{'S':'\\ud800'} ; DATE",
                "{'NS':['1','NaN']} ; ARRAY<DOUBLE>",
                "{'NS':['1',2]} ; ARRAY<INT>",
                "{'NS':['1','NaN']} ; MULTISET<INT>",
                "{'NS':['1','NaN']} ; STRING",
                "{'NS':'1'} ; ARRAY<INT>",
                "{'SS':[{'S':'a'}]} ; ARRAY<STRING>",
                "{'BS':['raw text']} ; ARRAY<BYTES>",
                "{'BS':['raw text']} ; MULTISET<BYTES>",
                "{'L':[{'N':'1'},{'N':2}]} ; ARRAY<INT>",
                "{'L':[{'L':[{'B':'raw text'}]}]} ; ARRAY<ARRAY<BYTES>>",
                "{'L':['a']} ; ARRAY<STRING>",
                "{'L':{'0':{'S':'a'}}} ; ARRAY<STRING>",
                "{'L':[{'X':'1'}]} ; STRING",
                "{'M':{'k':{'N':'NaN'}}} ; MAP<STRING, INT>",
                "{'M':{'k':5}} ; MAP<STRING, INT>",
                "{'M':{'\\ud800':{'N':'5'}}} ; MAP<STRING, INT>",
                "{'M':{'k':{'B':'raw text'}}} ; STRING",
                "{'M':[]} ; ROW<f INT>",
                "{'M':{'f' {'N':'5'}}} ; ROW<f INT>",
            })
    void valueThatCannotBeReadIsAnErrorOfItsField(String value, String type) {
        String json = value.replace('\'', '"');

        RowData row = row(decoder(FieldErrors.toNull(nulled), List.of("x"), type(type)), json);

        assertThat(row.getString(0)).hasToString("a");
        assertThat(row.isNullAt(1)).isTrue();
        assertThat(nulled.getCount()).isOne();
        assertThatThrownBy(() -> row(decoder(FieldErrors.reject(), List.of("x"), type(type)), json))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining(
                        "expected a value for column 'x' of type " + type(type).asSummaryString())
                .hasMessageMatching("(?s).*, at byte \\d+ of \\d+");
    }

    @Test
    void nestedFieldTakesTheErrorAndItsSiblingsStay() {
        LogicalType type = type("ROW<f INT, g STRING, h ROW<k BYTES>>");
        String value =
                "{\"M\":{\"f\":{\"N\":5},\"g\":{\"S\":\"ok\"},"
                        + "\"h\":{\"M\":{\"k\":{\"B\":\"raw text\"}}}}}";

        RowData nested =
                row(decoder(FieldErrors.toNull(nulled), List.of("x"), type), value).getRow(1, 3);

        assertThat(nested.isNullAt(0)).isTrue();
        assertThat(nested.getString(1)).hasToString("ok");
        assertThat(nested.getRow(2, 1).isNullAt(0)).isTrue();
        assertThat(nulled.getCount()).isEqualTo(2);
        assertThatThrownBy(() -> row(decoder(FieldErrors.reject(), List.of("x"), type), value))
                .isInstanceOf(FieldException.class)
                .hasMessage(
                        "expected a value for column 'x.f' of type INT: expected a string but"
                                + " found '5', at byte 20 of 88");
    }

    @Test
    void fieldWithinAValueThatCannotBeReadTakesTheError() {
        List<String> path = List.of("x", "f");

        RowData row = row(decoder(FieldErrors.toNull(nulled), path, type("INT")), "{\"M\":5}");

        assertThat(row.isNullAt(1)).isTrue();
        assertThat(nulled.getCount()).isOne();
        assertThatThrownBy(() -> row(decoder(FieldErrors.reject(), path, type("INT")), "{\"M\":5}"))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("column 'x.f' of type INT: expected an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"X\":1}", "{\"N\":5}", "null", "[{}]", "{\"M\":{\"f\":\"g\"}}"})
    void attributeThatIsNotWantedMayBeAnything(String value) {
        ImageConverter decoder =
                decoder(FieldErrors.reject(), List.of("other"), type("ROW<f INT NOT NULL>"));

        assertThat(row(decoder, value).getString(0)).hasToString("a");
        assertThat(row(decoder, value).isNullAt(1)).isTrue();
    }

    @Test
    void ofANameThatIsThereTwiceTheLastCountsAlsoIfOnlyOneCanBeRead() {
        ImageConverter decoder = decoder(FieldErrors.toNull(nulled), List.of("x"), type("INT"));

        RowData lastIsGood = row(decoder, "{\"N\":5},\"x\":{\"N\":\"6\"}");
        RowData lastIsBad = row(decoder, "{\"N\":\"6\"},\"x\":{\"N\":5}");

        assertThat(lastIsGood.getInt(1)).isEqualTo(6);
        assertThat(lastIsBad.isNullAt(1)).isTrue();
        assertThat(nulled.getCount()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"S\":\"a}",
                "{\"S\" \"a\"]",
                "nope",
                "\"",
                "{\"M\":{\"f\":{\"S\":\"a\"}}"
            })
    void imageWhoseAttributesCannotBeToldApartIsNotAnErrorOfAField(String value) {
        ImageConverter decoder = decoder(FieldErrors.toNull(nulled), List.of("x"), type("STRING"));

        assertThatThrownBy(() -> row(decoder, value))
                .isInstanceOf(DecodeException.class)
                .isNotInstanceOf(FieldException.class)
                .hasMessageMatching("(?s).*at byte \\d+ of \\d+");
        assertThat(nulled.getCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{} ; ARRAY<STRING> ; 0",
                "{ } ; ARRAY<ROW<f INT>> ; 0",
                "{} ; ARRAY<INT NOT NULL> NOT NULL ; 0",
                "{\"L\":[{},{\"L\":[{},{\"L\":[]}]},{}]} ; ARRAY<ARRAY<ARRAY<INT>>> ; 3",
            })
    void objectWithoutATypeIsAnEmptyArray(String value, String type, int size) {
        RowData row = row(decoder(FieldErrors.reject(), List.of("x"), type(type)), value);

        assertThat(row.getArray(1).size()).isEqualTo(size);
        for (int i = 0; i < size; i++) {
            assertThat(row.getArray(1).getArray(i).size()).isEqualTo(i == 1 ? 2 : 0);
        }
    }

    @Test
    void objectWithoutATypeIsAnEmptyArrayWithinRowsAndMapsToo() {
        RowData inRow =
                row(
                        decoder(
                                FieldErrors.reject(),
                                List.of("x"),
                                type("ROW<f ARRAY<INT> NOT NULL>")),
                        "{\"M\":{\"f\":{}}}");
        RowData inMap =
                row(
                        decoder(
                                FieldErrors.reject(),
                                List.of("x"),
                                type("MAP<STRING, ARRAY<INT>>")),
                        "{\"M\":{\"f\":{}}}");

        assertThat(inRow.getRow(1, 1).getArray(0).size()).isZero();
        assertThat(inMap.getMap(1).valueArray().getArray(0).size()).isZero();
    }

    @Test
    void mapThatIsEmptyIsNoArray() {
        assertThatThrownBy(
                        () ->
                                row(
                                        decoder(
                                                FieldErrors.reject(),
                                                List.of("x"),
                                                type("ARRAY<INT>")),
                                        "{\"M\":{}}"))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("but found M '{}': it takes ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"N\":\"1E+125\"}}",
                "{\"a\":{\"L\":[{\"N\":\"110111111111111110000000000000000000000\"}]}}",
                "{\"a\":{\"B\":\"raw text\"}}",
                "{\"a\":{\"NS\":[\"NaN\"]}}",
                "{\"a\":5}",
            })
    void imageThatCannotBecomeAVariantIsAnErrorOfItsColumn(String image) {
        VariantType.assumeExists();
        ImageConverter toNull = metadata(FieldErrors.toNull(nulled));
        toNull.metadata().variant("i", slice(image));
        ImageConverter rejecting = metadata(FieldErrors.reject());

        assertThat(toNull.finish().isNullAt(1)).isTrue();
        assertThat(nulled.getCount()).isOne();
        assertThatThrownBy(() -> rejecting.metadata().variant("i", slice(image)))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("expected a value for column 'i' of type VARIANT: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'S':'a\\ud800'}",
                "{'SS':['a','\\udc00b']}",
                "{'L':[{'S':'\\ud800'}]}",
                "{'M':{'k':{'S':'\\ud800\\ud800'}}}",
                "{'M':{'\\ud800':{'N':'5'}}}",
            })
    void halfOfASurrogatePairIsAnErrorOfAVariantToo(String value) {
        VariantType.assumeExists();
        String json = value.replace('\'', '"');
        List<String> path = List.of("x");
        LogicalType type = VariantColumns.type().getLogicalType();
        ImageConverter images = metadata(FieldErrors.reject());

        RowData row = row(decoder(FieldErrors.toNull(nulled), path, type), json);

        assertThat(row.isNullAt(1)).isTrue();
        assertThat(nulled.getCount()).isOne();
        assertThatThrownBy(() -> row(decoder(FieldErrors.reject(), path, type), json))
                .isInstanceOf(FieldException.class)
                .hasMessageStartingWith("expected a value for column 'x' of type VARIANT but found")
                .hasMessageContaining(": half of a surrogate pair is not a character, at byte ");
        assertThatThrownBy(() -> images.metadata().variant("i", slice("{\"x\":" + json + "}")))
                .isInstanceOf(FieldException.class)
                .hasMessage(
                        "expected a value for column 'i' of type VARIANT: half of a surrogate pair"
                                + " is not a character");
    }

    @Test
    void jsonTextKeepsHalfOfASurrogatePairAsItsEscape() {
        ImageConverter decoder = decoder(FieldErrors.reject(), List.of("x"), type("STRING"));

        RowData row = row(decoder, "{\"L\":[{\"S\":\"a\\ud800\"}]}");

        assertThat(row.getString(1)).hasToString("[\"a\\ud800\"]");
    }

    private static ImageConverter metadata(FieldErrors errors) {
        DataType id = DataTypes.STRING();
        ImageConverter decoder =
                new ImageConverter(
                        List.of(new ImageColumn(List.of("id"), id.getLogicalType())),
                        FieldSettings.none(),
                        1,
                        errors);
        decoder.begin(RowKind.INSERT);
        decoder.write(slice("{\"id\":{\"S\":\"a\"}}"));
        return decoder;
    }
}
