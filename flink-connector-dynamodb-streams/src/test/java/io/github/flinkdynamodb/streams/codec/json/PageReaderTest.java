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

import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageReaderTest {

    private static final NameTable NAMES = NameTable.of("Elements", "Next", "Count");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | ",
                "{'Elements':[]} | ",
                "{'Elements':null,'Next':'n'} | 1=n",
                "{'Elements':['a','b'],'Next':'n'} | 0=a 0=b 1=n",
                "{'Next':'n','Elements':['a','b']} | 1=n 0=a 0=b",
                "{'Next':'n','Elements':['a'],'Count':'2'} | 1=n 0=a 2=2",
                "{'Elements':[],'Elements':['a']} | 0=a",
                " { 'Other' : [ 1 , { } ] , 'Elements' : [ 'a' , 'b' ] , 'More' : 2 } | 0=a 0=b",
            })
    void itStopsBeforeElementsAndBeforeValuesOfKnownMembers(String page, String found) {
        assertThat(read(page)).isEqualTo(found == null ? "" : found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Elements':['a'],'Elements':[]} | the page has things twice, at byte 29 of 32",
                "{'Elements':{}} | expected an array but found '{', at byte 12 of 15",
                "{'Elements':['a' 'b']} | expected ',' or ']' but found '\"', at byte 17 of 22",
                "{'Elements':['a'] | the text ends too early, at byte 17 of 17",
                "[] | expected an object but found '[', at byte 0 of 2",
                "{} {} | expected the end of the text but found '{', at byte 3 of 5",
            })
    void whatIsNotAPageIsRefusedWithItsPlace(String page, String message) {
        assertThatThrownBy(() -> read(page))
                .isInstanceOf(DecodeException.class)
                .hasMessage(message);
    }

    private static String read(String json) {
        JsonReader reader = reader(json);
        PageReader page = new PageReader(reader, NAMES, "things");
        List<String> found = new ArrayList<>();
        for (int next = page.next(); next != PageReader.END; next = page.next()) {
            found.add(next + "=" + reader.readString());
        }
        assertThat(page.next()).as("after the end").isEqualTo(PageReader.END);
        return String.join(" ", found);
    }

    private static JsonReader reader(String json) {
        byte[] utf8 = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new JsonReader(new ByteSlice(utf8, 0, utf8.length));
    }
}
