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

import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Image;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportLineReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Item':{'id':{'N':'1'},'tags':{'SS':['a','b']}}}",
                "{'Item':{'id':{'N':'1'},'tags':{'SS':['a','b']}}}\r\n",
                " { 'Version' : 1 , 'Item' : { 'id':{'N':'1'},'tags':{'SS':['a','b']} } } "
            })
    void aLineIsAnItem(String line) {
        Image item = reader().read(slice(line));

        assertThat(item.get("id").n()).isEqualTo("1");
        assertThat(item.attributes()).containsOnlyKeys("id", "tags");
        assertThat(item.get("tags").ss()).containsExactly("a", "b");
    }

    @Test
    void oneReaderReadsLineAfterLineAndTheAttributesThatAreWanted() {
        ExportLineReader reader = new ExportLineReader(ItemReader.finding(List.of("id")));

        Image first = reader.read(slice("{'Item':{'id':{'N':'1'},'x':{'S':'a'}}}"));
        Image second = reader.read(slice("{'Item':{'x':{'S':'b'}}}"));

        assertThat(first.get("id").n()).isEqualTo("1");
        assertThat(first.get("x").s()).isEqualTo("a");
        assertThat(second.get("id")).isNull();
        assertThat(second.get("x").s()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | expected a line with an Item of an export, at byte 0 of 2",
                "{'Item':7} | expected an object but found '7', at byte 8 of 10",
                "{'Item':{}}{ | expected the end of the text but found '{', at byte 11 of 12",
                "{'Item':{} | the text ends too early, at byte 10 of 10"
            })
    void whatIsNotALineOfAnExportIsRefusedWithThePlace(String line, String message) {
        assertThatThrownBy(() -> reader().read(slice(line.replace("''", "'"))))
                .isInstanceOf(DecodeException.class)
                .hasMessage(message);
    }

    private static ExportLineReader reader() {
        return new ExportLineReader(ItemReader.skipping());
    }

    /** The line within a longer text. */
    private static ByteSlice slice(String line) {
        byte[] text = ("}" + line.replace('\'', '"') + "{").getBytes(StandardCharsets.UTF_8);
        return new ByteSlice(text, 1, text.length - 2);
    }
}
