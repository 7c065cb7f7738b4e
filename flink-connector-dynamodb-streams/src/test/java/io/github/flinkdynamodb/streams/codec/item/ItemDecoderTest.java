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
package io.github.flinkdynamodb.streams.codec.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemDecoderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | plain",
                "\\\"\\\\\\/ | \"\\/",
                "\\u00e9\\u00C9 | \u00e9\u00c9",
                "\\ud83d\\ude00 | \ud83d\ude00",
                "\ud83d\ude00\u20ac\u00e9 | \ud83d\ude00\u20ac\u00e9",
                "a\\u0041\u20ac\\u0042b | aA\u20acBb",
                "\ufffd | \ufffd"
            })
    void textOfEveryKindIsRead(String json, String text) {
        assertThat(Images.value("{\"S\":\"" + json + "\"}").s()).isEqualTo(text);
        assertThat(Images.decode("{\"" + json + "\":{\"NULL\":true}}")).containsOnlyKeys(text);
    }

    @Test
    void controlCharactersMayBeEscaped() {
        assertThat(Images.value("{\"S\":\"\\b\\f\\n\\r\\t\\u0000\"}").s())
                .isEqualTo("\b\f\n\r\t\u0000");
    }

    @Test
    void surrogateThatIsEscapedMayStandAlone() {
        assertThat(Images.value("{\"S\":\"\\ud83d\"}").s()).isEqualTo("\ud83d");
    }

    @Test
    void emptyValuesStayEmpty() {
        assertThat(Images.value("{\"S\":\"\"}").s()).isEmpty();
        assertThat(Images.value("{\"B\":\"\"}").b()).isEmpty();
        assertThat(Images.value("{\"L\":[]}").l()).isEmpty();
        assertThat(Images.value("{\"M\":{}}").m()).isEmpty();
        assertThat(Images.decode("{}")).isEmpty();
    }

    @Test
    void valueWithoutATypeIsAnEmptyMap() {
        assertThat(Images.value("{}")).isEqualTo(AttributeValue.ofM(Map.of()));
    }

    @Test
    void nullIsAValueAndNotAnAbsence() {
        assertThat(Images.decode("{\"a\":{\"NULL\":true}}"))
                .containsExactly(Map.entry("a", AttributeValue.ofNull()));
    }

    @Test
    void typeThatIsNullIsAbsent() {
        assertThat(Images.value("{\"S\":null,\"N\":\"1\",\"B\":null}"))
                .isEqualTo(AttributeValue.ofN("1"));
    }

    @Test
    void ofANameThatIsThereTwiceTheLastOneCounts() {
        assertThat(Images.decode("{\"a\":{\"S\":\"1\"},\"a\":{\"N\":\"2\",\"N\":\"3\"}}"))
                .containsExactly(Map.entry("a", AttributeValue.ofN("3")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1E-130",
                "9.9999999999999999999999999999999999999E+125",
                "-12345678901234567890123456789012345678",
                "0.00000000000000000000000000000000000001",
                "+1",
                "007",
                ".5",
                "5.",
                "1e5"
            })
    void numberKeepsItsText(String number) {
        AttributeValue value = Images.value("{\"N\":\"" + number + "\"}");

        assertThat(value.n()).isEqualTo(number);
        assertThat(value.decimal()).isEqualTo(new java.math.BigDecimal(number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"N\":\"\"} | expected a decimal number but found ''",
                "{\"N\":\"one\"} | expected a decimal number but found 'one'",
                "{\"N\":\"1 \"} | expected a decimal number but found '1 '",
                "{\"N\":\".\"} | expected a decimal number but found '.'",
                "{\"N\":\"1e\"} | expected a decimal number but found '1e'",
                "{\"N\":\"1e1234567890\"} | expected a decimal number but found '1e1234567890'",
                "{\"N\":\"NaN\"} | expected a decimal number but found 'NaN'",
                "{\"NS\":[\"1\",\"x\"]} | expected a decimal number but found 'x'",
                "{\"N\":1} | expected a string but found '1'",
                "{\"S\":1} | expected a string but found '1'",
                "{\"S\":{}} | expected a string but found '{'",
                "{\"B\":\"%%\"} | expected base64 but found other text",
                "{\"B\":\"A\"} | expected base64 but found other text",
                "{\"BS\":[\"=\"]} | expected base64 but found other text",
                "{\"BOOL\":\"true\"} | expected true or false but found '\"'",
                "{\"NULL\":0} | expected true or false but found '0'",
                "{\"SS\":{}} | expected an array but found '{'",
                "{\"SS\":[null]} | expected a string but found 'n'",
                "{\"M\":[]} | expected an object but found '['",
                "{\"L\":[null]} | expected an object but found 'n'",
                "{\"X\":\"1\"} | expected an attribute type of [S, N, B,",
                "{\"S\":\"1\",\"N\":\"1\"} | expected one type but found S, N",
                "{\"S\":null} | expected an attribute value but found null",
                "null | expected an object but found 'n'",
                "\"text\" | expected an object but found '\"'"
            })
    void valueOfAnotherFormIsRejected(String value, String problem) {
        assertThatThrownBy(() -> Images.value(value))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith(problem)
                .hasMessageMatching(".*at byte \\d+ of " + ("{\"a\":}".length() + value.length()));
    }

    @Test
    void unknownTypeIsNamed() {
        assertThatThrownBy(() -> Images.value("{\"T\\u0031\":\"1\"}"))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("but found 'T1'");
    }

    @Test
    void controlCharacterMustBeEscaped() {
        assertThatThrownBy(() -> Images.value("{\"S\":\"a\nb\"}"))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith("a string must not contain byte 0x0a unescaped");
    }

    @Test
    void bytesThatAreNoUtf8AreRejected() {
        byte[] json = "{\"a\":{\"S\":\"??\"}}".getBytes(StandardCharsets.US_ASCII);
        json[11] = (byte) 0xc3;
        ByteSlice slice = new ByteSlice(json, 0, json.length);

        assertThatThrownBy(() -> ItemDecoder.INSTANCE.decode(slice))
                .isInstanceOf(DecodeException.class)
                .hasMessage("expected UTF-8 but found other bytes, at byte 11 of 16");
    }

    @Test
    void whatLiesBehindTheTextIsNoPartOfIt() {
        byte[] json = "{\"a\":{\"S\":\"some text\"}}, and more".getBytes(StandardCharsets.US_ASCII);
        int quote = "{\"a\":{\"S\":\"some text".length();

        assertThat(ItemDecoder.INSTANCE.decode(new ByteSlice(json, 0, quote + 3)))
                .containsExactly(Map.entry("a", AttributeValue.ofS("some text")));
        assertThatThrownBy(() -> ItemDecoder.INSTANCE.decode(new ByteSlice(json, 0, quote)))
                .isInstanceOf(DecodeException.class)
                .hasMessage("the text ends within a string, at byte 20 of 20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"L\":[", "{\"M\":{\"a\":"})
    void nestingHasALimitFarAboveTheServicesOwn(String open) {
        String close = open.contains("[") ? "]}" : "}}";

        assertThat(Images.value(open.repeat(127) + "{\"S\":\"x\"}" + close.repeat(127)))
                .isNotNull();
        assertThatThrownBy(
                        () -> Images.value(open.repeat(128) + "{\"S\":\"x\"}" + close.repeat(128)))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith("attribute values nest more than 128 deep");
        assertThatThrownBy(() -> Images.value(open.repeat(100_000)))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void attributesKeepTheirOrderAndCanNotBeChanged() {
        Map<String, AttributeValue> attributes =
                Images.decode("{\"z\":{\"N\":\"1\"},\"a\":{\"N\":\"2\"},\"m\":{\"N\":\"3\"}}");

        assertThat(List.copyOf(attributes.keySet())).containsExactly("z", "a", "m");
        assertThatThrownBy(attributes::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void namesThatShareAPlaceInTheCacheStayApart() {
        ItemDecoder decoder = ItemDecoder.INSTANCE;
        for (int i = 0; i < 5000; i++) {
            byte[] json =
                    String.format("{\"n%d\":{\"N\":\"%d\"}}", i, i)
                            .getBytes(StandardCharsets.US_ASCII);
            assertThat(decoder.decode(new ByteSlice(json, 0, json.length)))
                    .containsExactly(Map.entry("n" + i, AttributeValue.ofN("" + i)));
        }
    }
}
