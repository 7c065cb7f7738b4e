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
package io.github.flinkdynamodb.streams.codec.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.codec.item.ItemDecoder;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.model.Image;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemKeysTest {

    private final ItemKeys id = new ItemKeys(List.of("id"));
    private final ItemKeys idAndTime = new ItemKeys(List.of("id", "at"));

    @Test
    void keysAreTheKeyAttributesAloneInTheOrderOfTheTable() {
        Image item =
                image(
                        "{'z':{'L':[{'S':'}'}]}, 'at' : {'N':'+07'}"
                                + " ,'id':{'S':'\\u00e9'},'a':{'M':{}}}");

        Image keys = idAndTime.of(item);

        assertThat(keys.json().utf8())
                .isEqualTo("{'id':{'S':'\\u00e9'},'at':{'N':'+07'}}".replace('\'', '"'));
        assertThat(keys.attributes().keySet()).containsExactly("id", "at");
        assertThat(keys.get("id").s()).isEqualTo("\u00e9");
        assertThat(keys.json().bytes()).isNotSameAs(item.json().bytes());
    }

    @Test
    void namesAreEscapedInTheKeysAsTheyMustBe() {
        Image keys = new ItemKeys(List.of("a\"b")).of(image("{'a\\'b':{'N':'1'},'c':{'N':'2'}}"));

        assertThat(keys.attributes()).containsOnlyKeys("a\"b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'S':'a'};                 {'S' : '\\u0061'}",
                "{'N':'1000'};              {'N':'1e3'}",
                "{'N':'-0.50'};             {'N':'-.5'}",
                "{'N':'0'};                 {'N':'-0.00'}",
                "{'N':'1E-130'};            {'N':'10e-131'}",
                "{'N':'12345678901234567890123456789012345678'};"
                        + "{'N':'1.2345678901234567890123456789012345678E37'}",
                "{'B':'AQI='};              {'B':'AQI\\u003d'}"
            })
    void aKeyHasOneHashHoweverItIsSpelled(String one, String other) {
        assertThat(id.hash(image("{'id':" + one + "}")))
                .isEqualTo(id.hash(image("{'x':{'S':'y'},'id':" + other + "}")));
    }

    @Test
    void differentKeysHaveDifferentHashes() {
        List<String> keys =
                List.of(
                        "{'id':{'S':''},'at':{'S':'ab'}}",
                        "{'id':{'S':'a'},'at':{'S':'b'}}",
                        "{'id':{'S':'ab'},'at':{'S':''}}",
                        "{'id':{'S':'b'},'at':{'S':'a'}}",
                        "{'id':{'S':'1'},'at':{'S':'b'}}",
                        "{'id':{'N':'1'},'at':{'S':'b'}}",
                        "{'id':{'N':'-1'},'at':{'S':'b'}}",
                        "{'id':{'N':'10'},'at':{'S':'b'}}",
                        "{'id':{'N':'12345678901234567890123456789012345678'},'at':{'S':'b'}}",
                        "{'id':{'N':'12345678901234567890123456789012345679'},'at':{'S':'b'}}",
                        "{'id':{'B':'MQ=='},'at':{'S':'b'}}",
                        "{'id':{'B':'MQA='},'at':{'S':'b'}}");
        Set<Hash128> hashes = new HashSet<>();
        keys.forEach(key -> hashes.add(idAndTime.hash(image(key))));

        assertThat(hashes).hasSameSizeAs(keys);
    }

    @Test
    void attributesOutsideTheKeysDoNotCount() {
        assertThat(id.hash(image("{'id':{'N':'1'},'n':{'N':'1'}}")))
                .isEqualTo(id.hash(image("{'n':{'N':'2'},'id':{'N':'1'}}")))
                .isNotEqualTo(id.hash(image("{'n':{'N':'1'},'id':{'N':'2'}}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'at':{'N':'1'}};      the item has no attribute 'id', which is a key",
                "{};                    the item has no attribute 'id', which is a key",
                "{'id':{'L':[]}};       the key attribute 'id' has the type L",
                "{'id':{'N':'one'}};    expected a decimal number but found 'one', at byte 5 of 11"
            })
    void itemsWithoutProperKeysAreRefusedWithTheName(String item, String message) {
        assertThatThrownBy(() -> id.hash(image(item)))
                .isInstanceOf(DecodeException.class)
                .hasMessage(message);
    }

    @Test
    void keysOfAnItemThatLacksOneAreRefused() {
        assertThatThrownBy(() -> idAndTime.of(image("{'id':{'N':'1'}}")))
                .isInstanceOf(DecodeException.class)
                .hasMessage("the item has no attribute 'at', which is a key");
    }

    private static Image image(String json) {
        byte[] text = ("  " + json.replace('\'', '"') + " ").getBytes(StandardCharsets.UTF_8);
        return new Image(new ByteSlice(text, 2, text.length - 3), ItemDecoder.INSTANCE);
    }
}
