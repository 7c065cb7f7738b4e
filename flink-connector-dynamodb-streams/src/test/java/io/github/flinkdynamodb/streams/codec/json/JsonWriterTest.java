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
package io.github.flinkdynamodb.streams.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.codec.record.WireItems;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {

    private static String number(String decimal) {
        return new JsonWriter().number(decimal).toString();
    }

    @Test
    void commasAndBracketsAreSet() {
        JsonWriter writer =
                new JsonWriter()
                        .beginObject()
                        .name("a")
                        .beginArray()
                        .number(1)
                        .string("x")
                        .bool(true)
                        .nullValue()
                        .beginObject()
                        .endObject()
                        .base64(new byte[] {1, 2})
                        .endArray()
                        .name("b")
                        .beginArray()
                        .endArray()
                        .endObject();

        assertThat(writer).hasToString("{\"a\":[1,\"x\",true,null,{},\"AQI=\"],\"b\":[]}");
    }

    @Test
    void valuesThatAreJsonAlreadyStayAsTheyAre() {
        byte[] text = "[ {'a' : 1} ]".getBytes(StandardCharsets.US_ASCII);
        ByteSlice object = new ByteSlice(text, 2, 9);

        assertThat(new JsonWriter().beginArray().json(object).json(object).endArray())
                .hasToString("[{'a' : 1},{'a' : 1}]");
    }

    @Test
    void whatJsonForbidsInStringsIsEscaped() {
        assertThat(new JsonWriter().string("\"\\\b\f\n\r\t\u0001/\u007f"))
                .hasToString("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001/\u007f\"");
    }

    @Test
    void surrogateWithoutItsPartnerIsEscaped() {
        assertThat(new JsonWriter().string("\ud83d\ude00\ude00\ud83dx\ud83d"))
                .hasToString("\"\ud83d\ude00\\ude00\\ud83dx\\ud83d\"");
    }

    @Property
    void anyTextIsReadBackAsItWas(@ForAll String text) {
        byte[] json = new JsonWriter().string(text).toBytes();

        JsonReader reader = new JsonReader(new ByteSlice(json, 0, json.length));
        assertThat(reader.readString()).isEqualTo(text);
        reader.expectEnd();
    }

    @Property
    void anyTextOfDynamoDbIsWrittenInUtf8(@ForAll Random random) {
        String text = new WireItems(random).text();

        byte[] json = new JsonWriter().string(text).toBytes();

        JsonReader reader = new JsonReader(new ByteSlice(json, 0, json.length));
        assertThat(reader.readString()).isEqualTo(text);
        assertThat(new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "10", "1.50", "1E-130", "9.9E+125", "-0.5e7"})
    void numberThatJsonAllowsStaysAsItIs(String number) {
        assertThat(number(number)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "+1, 1",
        "007, 7",
        "-007.50, -7.50",
        "00, 0",
        ".5, 0.5",
        "-.5E3, -0.5E3",
        "5., 5",
        "5.e-3, 5e-3",
        "+00.10, 0.10"
    })
    void numberThatJsonForbidsIsRespelled(String number, String json) {
        assertThat(number(number)).isEqualTo(json);
        assertThat(new BigDecimal(json)).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1x", "-", ".", "1e", "NaN", "1,2", "\u0661"})
    void whatIsNoNumberIsRejected(String text) {
        assertThatThrownBy(() -> number(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a decimal number");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T01:56:00Z, 1795398960",
        "2026-11-23T01:56:00.25Z, 1795398960.25",
        "1969-12-31T23:59:59.750Z, -0.25",
        "1970-01-01T00:00:00.000000001Z, 0.000000001"
    })
    void timeIsSecondsSince1970(Instant time, String json) {
        assertThat(new JsonWriter().seconds(time)).hasToString(json);
        byte[] text = json.getBytes(StandardCharsets.US_ASCII);
        assertThat(JsonNumbers.toInstant(text, 0, text.length)).isEqualTo(time);
    }
}
